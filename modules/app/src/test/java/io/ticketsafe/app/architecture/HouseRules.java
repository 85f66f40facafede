package io.ticketsafe.app.architecture;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

/**
 * The rules that keep the modules apart and the event loops running.
 *
 * @param root package that the modules stand in; another than {@code io.ticketsafe} to show that a rule can fail
 */
record HouseRules(String root) {
    private static final List<String> SERVICES =
            List.of("users", "events", "tickets", "payments", "reports", "gateway");

    private static final String[] STORES = {
        "io.vertx.pgclient..",
        "io.vertx.sqlclient..",
        "io.vertx.redis..",
        "io.vertx.ext.mongo..",
        "io.vertx.kafka..",
        "io.vertx.ext.web..",
        "org.postgresql..",
        "org.flywaydb..",
        "com.mongodb..",
        "com.hazelcast..",
        "java.sql..",
        "javax.sql.."
    };

    List<ArchRule> all() {
        List<ArchRule> rules = new ArrayList<>();
        rules.add(contractStandsAlone());
        rules.add(commonKnowsNoService());
        rules.add(onlyTheProgramUsesTheEmbeddedStores());
        SERVICES.forEach(service -> rules.add(serviceKnowsNoOther(service)));
        rules.add(nobodyBlocks());
        rules.add(nobodyUsesJdbc());
        return rules;
    }

    ArchRule contractStandsAlone() {
        return classes()
                .that(resideInAPackage(in("contract")))
                .should()
                .onlyDependOnClassesThat(resideInAPackage(in("contract"))
                        .or(DescribedPredicate.not(resideInAPackage(root + ".."))
                                .and(DescribedPredicate.not(resideInAnyPackage(STORES)))))
                .as("contract depends on no store and on no other module")
                .because("callers compile without the store")
                .allowEmptyShould(true);
    }

    ArchRule commonKnowsNoService() {
        return noClasses()
                .that(resideInAPackage(in("common")))
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        modules(List.of("users", "events", "tickets", "payments", "reports", "gateway", "dev", "app"))))
                .as("common depends on contract only")
                .allowEmptyShould(true);
    }

    ArchRule onlyTheProgramUsesTheEmbeddedStores() {
        return noClasses()
                .that(resideInAnyPackage(modules(SERVICES)))
                .should()
                .dependOnClassesThat(resideInAnyPackage(modules(List.of("dev", "app"))))
                .as("no service depends on the embedded stores or the program")
                .allowEmptyShould(true);
    }

    ArchRule serviceKnowsNoOther(String service) {
        List<String> others =
                SERVICES.stream().filter(other -> !other.equals(service)).toList();
        return noClasses()
                .that(resideInAPackage(in(service)))
                .should()
                .dependOnClassesThat(resideInAnyPackage(modules(others)))
                .as(service + " depends on contract and common only")
                .because("services talk by bus operations and domain events")
                .allowEmptyShould(true);
    }

    /** The embedded stores and the command line run on threads of their own; migrations on worker threads. */
    ArchRule nobodyBlocks() {
        return noClasses()
                .that(DescribedPredicate.not(resideInAnyPackage(in("dev"), in("app.cli"))))
                .should()
                .callMethodWhere(blocks())
                .as("nobody blocks a thread")
                .because("an event loop that waits stops every request that it serves")
                .allowEmptyShould(true);
    }

    ArchRule nobodyUsesJdbc() {
        return noClasses()
                .that(DescribedPredicate.not(resideInAPackage(in("dev"))))
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.sql..", "javax.sql.."))
                .as("nobody uses JDBC")
                .because("JDBC blocks")
                .allowEmptyShould(true);
    }

    private static DescribedPredicate<JavaCall<?>> blocks() {
        return calls(Thread.class, "sleep|join")
                .or(calls(Future.class, "await"))
                .or(calls(java.util.concurrent.Future.class, "get"))
                .or(calls(java.util.concurrent.CompletableFuture.class, "get|join"))
                .or(calls(CountDownLatch.class, "await"))
                .or(calls(Semaphore.class, "acquire.*"))
                .or(calls(BlockingQueue.class, "take|put"))
                .or(calls(LockSupport.class, "park.*"))
                .or(calls(Object.class, "wait"))
                .as("calls what waits");
    }

    private static DescribedPredicate<JavaCall<?>> calls(Class<?> owner, String method) {
        DescribedPredicate<JavaClass> declaredBy = JavaClass.Predicates.assignableTo(owner);
        return target(owner(declaredBy)).and(target(nameMatching(method))).forSubtype();
    }

    private String in(String module) {
        return root + "." + module + "..";
    }

    private String[] modules(List<String> names) {
        return names.stream().map(this::in).toArray(String[]::new);
    }
}
