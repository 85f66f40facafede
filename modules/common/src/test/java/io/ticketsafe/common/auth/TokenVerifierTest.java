package io.ticketsafe.common.auth;

import static io.ticketsafe.common.testing.ServiceHarness.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.common.bus.Caller;
import io.ticketsafe.common.testing.TestTokens;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.users.UserOperations;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TokenVerifierTest {
    private static final String ISSUER = "ticketsafe";
    private static final int MANY = 200;

    private final Vertx vertx = Vertx.vertx();
    private final TokenVerifier verifier = new TokenVerifier(vertx, "a-shared-secret-of-more-than-32-bytes", ISSUER);
    private final TestTokens tokens = new TestTokens(vertx, ISSUER);
    private final AtomicInteger fetches = new AtomicInteger();

    @AfterEach
    void close() {
        await(vertx.close());
    }

    @Test
    void forgedKeyIdsCostNextToNothingWhileUsersIsDown() {
        // Given
        answerKeys(message -> message.fail(500, "down"));
        await(Future.join(forged()).otherwiseEmpty());
        // When
        List<Future<Caller>> refused = forged();
        // Then
        await(Future.join(refused).otherwiseEmpty());
        assertThat(refused).allSatisfy(one -> assertRefused(one, FaultCode.UNAVAILABLE));
        assertThat(fetches).hasValueLessThan(5);
    }

    @Test
    void manyUnknownKeyIdsAtOnceAreOneFetch() {
        // Given
        Promise<Void> all = Promise.promise();
        answerKeys(message -> all.future().onSuccess(asked -> message.reply(keys())));
        // When
        List<Future<Caller>> refused = forged();
        all.complete();
        // Then
        await(Future.join(refused).otherwiseEmpty());
        assertThat(refused).allSatisfy(one -> assertRefused(one, FaultCode.UNAUTHENTICATED));
        assertThat(fetches).hasValue(1);
    }

    @Test
    void aKeyThatIsNewerThanTheLastFetchIsFound() {
        // Given
        answerKeys(message -> message.reply(fetches.get() == 1 ? keys() : keys(tokens.publicKey())));
        await(verifier.verify(forged(1)).otherwiseEmpty());
        UUID user = UUID.randomUUID();
        // When
        Caller caller = await(verifier.verify(tokens.forUser(user, null)));
        // Then
        assertThat(caller.id()).isEqualTo(user);
    }

    private void answerKeys(Consumer<Message<JsonObject>> answer) {
        await(vertx.eventBus()
                .<JsonObject>consumer(UserOperations.KEYS.address(), message -> {
                    fetches.incrementAndGet();
                    answer.accept(message);
                })
                .completion());
    }

    private List<Future<Caller>> forged() {
        return IntStream.range(0, MANY)
                .mapToObj(i -> verifier.verify(forged(i)))
                .toList();
    }

    private static String forged(int i) {
        String header =
                new JsonObject().put("alg", "ES256").put("kid", "forged" + i).encode();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(header.getBytes(StandardCharsets.UTF_8)) + ".e30."
                + "A".repeat(86);
    }

    private static JsonObject keys(JsonObject... keys) {
        return new JsonObject().put("keys", new JsonArray(List.of((Object[]) keys)));
    }

    private static void assertRefused(Future<Caller> one, FaultCode code) {
        assertThat(one.cause())
                .isInstanceOfSatisfying(
                        ServiceFault.class, fault -> assertThat(fault.code()).isEqualTo(code));
    }
}
