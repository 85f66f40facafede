package io.ticketsafe.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import io.ticketsafe.contract.BusOperation;
import io.ticketsafe.contract.Headers;
import io.ticketsafe.contract.Json;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.events.EventOperations;
import io.ticketsafe.contract.events.EventOperations.Event;
import io.ticketsafe.contract.events.EventOperations.GetEvent;
import io.ticketsafe.contract.events.EventOperations.ListEvents;
import io.ticketsafe.contract.tickets.HoldOperations;
import io.ticketsafe.contract.tickets.HoldOperations.BestChoice;
import io.ticketsafe.contract.tickets.HoldOperations.Hold;
import io.ticketsafe.contract.tickets.HoldOperations.HoldSeats;
import io.ticketsafe.contract.tickets.HoldOperations.SeatChoice;
import io.ticketsafe.contract.tickets.OrderOperations;
import io.ticketsafe.contract.tickets.OrderOperations.CreateOrder;
import io.ticketsafe.contract.tickets.OrderOperations.GetOrder;
import io.ticketsafe.contract.tickets.OrderOperations.Order;
import io.ticketsafe.contract.tickets.SaleOperations;
import io.ticketsafe.contract.tickets.SaleOperations.Availability;
import io.ticketsafe.contract.tickets.SaleOperations.GetAvailability;
import io.ticketsafe.contract.tickets.SaleOperations.SectionAvailability;
import io.ticketsafe.contract.users.UserOperations;
import io.ticketsafe.contract.users.UserOperations.Login;
import io.ticketsafe.contract.users.UserOperations.Session;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.kafka.client.consumer.KafkaConsumer;
import io.vertx.spi.cluster.hazelcast.ConfigUtil;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Joins the cluster of a running installation, asks on the event bus, is refused, and hears facts. docs/messages.md explains it. */
public final class InternalService {
    private static final String MEMBERS = setting("TICKETSAFE_CLUSTER_MEMBERS", "127.0.0.1");
    private static final String KAFKA = setting("TICKETSAFE_KAFKA_BOOTSTRAP_SERVERS", "");
    private static final long LISTEN_SECONDS = 10;

    /** Takes members that this version of the contract does not know. */
    private static final ObjectMapper TOLERANT =
            Json.MAPPER.copy().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private final Vertx vertx;

    private InternalService(Vertx vertx) {
        this.vertx = vertx;
    }

    public static void main(String[] arguments) {
        join().onComplete(joined -> {
            if (joined.failed()) {
                end(joined.cause());
            } else {
                new InternalService(joined.result())
                        .work()
                        .onComplete(worked -> joined.result().close().onComplete(left -> end(worked.cause())));
            }
        });
    }

    private static void end(Throwable failure) {
        if (failure != null) {
            System.err.println("failed: " + failure.getMessage());
        }
        System.exit(failure == null ? 0 : 1);
    }

    /** As a lite member, which keeps none of the cluster's data and may come and go. The default configuration has the maps that Vert.x needs. */
    private static Future<Vertx> join() {
        Config config = ConfigUtil.loadConfig();
        config.setClusterName(setting("TICKETSAFE_CLUSTER_NAME", "ticketsafe"));
        config.setLiteMember(true);
        String host = setting("TICKETSAFE_CLUSTER_HOST", "127.0.0.1");
        config.getNetworkConfig()
                .setPublicAddress(host)
                .getInterfaces()
                .setEnabled(true)
                .addInterface(host);
        JoinConfig join = config.getNetworkConfig().getJoin();
        join.getMulticastConfig().setEnabled(false);
        join.getTcpIpConfig().setEnabled(true).setMembers(Arrays.asList(MEMBERS.split(",")));
        return Vertx.builder()
                .with(new VertxOptions().setEventBusOptions(bus(host)))
                .withClusterManager(new HazelcastClusterManager(config))
                .buildClustered()
                .recover(failure ->
                        Future.failedFuture("cannot join, is there an installation with cluster.enabled and the name "
                                + config.getClusterName() + " at " + MEMBERS + "?"));
    }

    private static EventBusOptions bus(String host) {
        EventBusOptions bus = new EventBusOptions().setHost(host);
        String ca = setting("TICKETSAFE_CLUSTER_TLS_CA", "");
        return ca.isEmpty()
                ? bus
                : bus.setSsl(true)
                        .setClientAuth(ClientAuth.REQUIRED)
                        .setTrustOptions(new PemTrustOptions().addCertPath(ca))
                        .setKeyCertOptions(new PemKeyCertOptions()
                                .addCertPath(setting("TICKETSAFE_CLUSTER_TLS_CERTIFICATE", ""))
                                .addKeyPath(setting("TICKETSAFE_CLUSTER_TLS_KEY", "")));
    }

    private Future<Void> work() {
        if (!KAFKA.isEmpty()) {
            listen();
        }
        return ask(EventOperations.LIST, new ListEvents(null, null, null, null, 1, null), null, null)
                .compose(page -> look(page.items().get(0)))
                .compose(event -> ask(UserOperations.LOG_IN, new Login("ana@demo.test", "demo-password"), null, null)
                        .compose(ana -> sell(event, ana)))
                .compose(sold ->
                        KAFKA.isEmpty() ? Future.succeededFuture() : vertx.timer(LISTEN_SECONDS, TimeUnit.SECONDS))
                .mapEmpty();
    }

    /** What anybody may know, and what only services may. */
    private Future<Event> look(Event event) {
        say(event.title() + ", " + event.id());
        return ask(SaleOperations.AVAILABILITY, new GetAvailability(event.id()), null, null)
                .onSuccess(left ->
                        say("  " + free(left) + " places of " + left.sections().size() + " sections are free"))
                .compose(looked -> ask(EventOperations.OWNER, new GetEvent(event.id()), ServiceToken.make(), null))
                .map(owner -> {
                    say("its organiser is " + owner.organizationId());
                    return event;
                });
    }

    private static int free(Availability left) {
        return left.sections().stream().mapToInt(SectionAvailability::free).sum();
    }

    /** Holds with a user's token and a key, asks the same again, is refused, orders, and gives the order up. */
    private Future<Order> sell(Event event, Session buyer) {
        String token = buyer.accessToken();
        String key = UUID.randomUUID().toString();
        return hold(event, new BestChoice(2, null, null, null), null, token, key)
                .onSuccess(held -> say("held " + held.seats() + ", hold " + held.id()))
                .compose(held -> hold(event, new BestChoice(2, null, null, null), null, token, key)
                        .onSuccess(again -> say("asked again with the same key: hold " + again.id()))
                        .compose(again -> refused(event, again, token))
                        .compose(refused -> ask(
                                OrderOperations.CREATE,
                                new CreateOrder(held.id(), null, null, null),
                                token,
                                key + "-order")))
                .onSuccess(order -> say("ordered for " + order.total().amountMinor() + " "
                        + order.total().currency()))
                .compose(order -> ask(OrderOperations.CANCEL, new GetOrder(order.id()), token, key + "-cancel"))
                .onSuccess(order -> say("order " + order.id() + " is " + order.status()));
    }

    private Future<Void> refused(Event event, Hold held, String token) {
        List<SeatChoice> taken = List.of(new SeatChoice(held.seats().get(0)));
        return hold(event, null, taken, token, null).transform(answer -> {
            if (answer.cause() instanceof ServiceFault fault) {
                say("refused: " + fault.toJson());
                return Future.succeededFuture();
            }
            return Future.failedFuture("a seat was held twice");
        });
    }

    private Future<Hold> hold(Event event, BestChoice best, List<SeatChoice> seats, String token, String key) {
        HoldSeats request = new HoldSeats(event.id(), seats, best, null, null, null, null, null, null);
        return ask(HoldOperations.HOLD, request, token, key);
    }

    /** JSON there, JSON back. A refusal is a failed message, whose text is the JSON of the fault. */
    private <Q, R> Future<R> ask(BusOperation<Q, R> operation, Q question, String token, String idempotencyKey) {
        long timeoutMs = operation.timeout().toMillis();
        DeliveryOptions options =
                new DeliveryOptions().setSendTimeout(timeoutMs).addHeader(Headers.TIMEOUT, String.valueOf(timeoutMs));
        if (token != null) {
            options.addHeader(Headers.AUTHORIZATION, "Bearer " + token);
        }
        if (idempotencyKey != null) {
            options.addHeader(Headers.IDEMPOTENCY_KEY, idempotencyKey);
        }
        return vertx.eventBus()
                .<JsonObject>request(operation.address(), json(question), options)
                .recover(failure -> Future.failedFuture(faultOf(failure)))
                .map(reply -> read(reply.body(), operation.replyType()));
    }

    private static Throwable faultOf(Throwable failure) {
        return failure instanceof ReplyException reply && reply.failureType() == ReplyFailure.RECIPIENT_FAILURE
                ? ServiceFault.fromJson(new JsonObject(reply.getMessage()))
                : failure;
    }

    /** Facts that this group has not heard, the oldest first, from all topics. */
    private void listen() {
        Map<String, String> settings = Map.of(
                "bootstrap.servers", KAFKA,
                "group.id", "internal-service-example",
                "auto.offset.reset", "earliest",
                "key.deserializer", "org.apache.kafka.common.serialization.StringDeserializer",
                "value.deserializer", "org.apache.kafka.common.serialization.StringDeserializer");
        KafkaConsumer.<String, String>create(vertx, settings)
                .handler(heard ->
                        say("  heard " + new JsonObject(heard.value()).getString("type") + " about " + heard.key()))
                .exceptionHandler(failure -> System.err.println("Kafka: " + failure.getMessage()))
                .subscribe(Set.of("ticketsafe.events", "ticketsafe.tickets", "ticketsafe.payments"));
    }

    private static JsonObject json(Object record) {
        try {
            return new JsonObject(Json.MAPPER.writeValueAsString(record));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static <R> R read(JsonObject json, Class<R> type) {
        try {
            return TOLERANT.readValue(json.encode(), type);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static String setting(String name, String otherwise) {
        String value = System.getenv(name);
        return value == null ? otherwise : value;
    }

    private static void say(String line) {
        System.out.println(line);
    }

    /** What makes a service of its bearer: a JWT signed with the secret that all processes of the installation share. */
    private static final class ServiceToken {
        private static final String SECRET =
                setting("TICKETSAFE_SECURITY_SERVICE_SECRET", "dev-service-secret-known-to-everybody-in-the-world");
        private static final long LIFE_SECONDS = 300;

        static String make() {
            long now = System.currentTimeMillis() / 1000;
            String head = part(new JsonObject()
                    .put("alg", "HS256")
                    .put("typ", "JWT")
                    .encode()
                    .getBytes(UTF_8));
            String body = part(new JsonObject()
                    .put("iss", setting("TICKETSAFE_SECURITY_ISSUER", "ticketsafe"))
                    .put("sub", "example")
                    .put("roles", List.of("service"))
                    .put("iat", now)
                    .put("exp", now + LIFE_SECONDS)
                    .encode()
                    .getBytes(UTF_8));
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(SECRET.getBytes(UTF_8), "HmacSHA256"));
                return head + "." + body + "." + part(mac.doFinal((head + "." + body).getBytes(UTF_8)));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        private static String part(byte[] bytes) {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        }
    }
}
