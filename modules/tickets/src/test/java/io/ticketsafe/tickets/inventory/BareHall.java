package io.ticketsafe.tickets.inventory;

import static io.ticketsafe.common.testing.ServiceHarness.await;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.ticketsafe.common.Ids;
import io.ticketsafe.common.redis.RedisStore;
import io.ticketsafe.tickets.sale.Sale;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** An event's inventory in Redis and nothing else: for tests and measurements of the scripts alone. */
final class BareHall {
    static final String OFFER = "full:10000BRL:0";

    private final RedisStore redis;
    private final String prefix = Sale.prefix(Ids.next());

    BareHall(RedisStore redis, Map<String, String> sections) {
        this.redis = redis;
        send(
                Command.HSET,
                prefix + "meta",
                "sheet",
                "1",
                "epoch",
                "1",
                "canceled",
                "0",
                "opens",
                "0",
                "closes",
                "9000000000000000",
                "perOrder",
                "0",
                "perBuyer",
                "0",
                "holdMs",
                "600000",
                "version",
                "1");
        sections.forEach((code, text) -> send(Command.SET, section(code), text));
    }

    String prefix() {
        return prefix;
    }

    String section(String code) {
        return prefix + "sec:" + code;
    }

    String text(String code) {
        return send(Command.GET, section(code)).toString();
    }

    void focal(String code, String rows) {
        send(Command.HSET, prefix + "meta", "focal:" + code, rows);
    }

    /** @param groups how many of the sections are of each group */
    Future<Response> best(UUID hold, int size, char letter, List<String> sections, int... groups) {
        return hold(hold, "", List.of(), size, letter, sections, groups);
    }

    /** @param positions distinct, in any order */
    Future<Response> seats(UUID hold, String section, int... positions) {
        StringBuilder places = new StringBuilder(section).append(':').append(OFFER);
        char separator = ':';
        for (int position : positions) {
            places.append(separator).append(position);
            separator = ',';
        }
        return hold(hold, places.toString(), List.of(section), positions.length, 'f', List.of());
    }

    private Future<Response> hold(
            UUID hold, String places, List<String> named, int size, char letter, List<String> sections, int... groups) {
        List<Object> values =
                new ArrayList<>(List.of(prefix + "meta", prefix + "holds", prefix + "expiry", prefix + "buyers"));
        named.forEach(section -> values.add(section(section)));
        sections.forEach(section -> values.add(section(section)));
        int keys = values.size();
        StringBuilder offers = new StringBuilder();
        for (int group : groups) {
            offers.append(OFFER).append(':').append(group).append("+;");
        }
        values.addAll(List.of(
                "1",
                raw(hold),
                RawId.of(Ids.next()),
                "01234567",
                size,
                places,
                sections.isEmpty() ? 0 : size,
                String.valueOf(letter),
                offers.toString()));
        return redis.run(Scripts.HOLD, keys, values.toArray());
    }

    /** Bytes that Redis uses in all; the rest of what it does must be over. */
    long memory() {
        String info = send(Command.INFO, "memory").toString();
        int at = info.indexOf("used_memory:") + "used_memory:".length();
        return Long.parseLong(info.substring(at, info.indexOf('\r', at)));
    }

    Response release(UUID hold) {
        return await(redis.run(
                Scripts.RELEASE,
                4,
                prefix + "meta",
                prefix + "holds",
                prefix + "expiry",
                prefix + "buyers",
                "",
                raw(hold)));
    }

    /** Of any id, and not only of one that is made for a sale: what differs in those of one millisecond. */
    private static byte[] raw(UUID id) {
        return Arrays.copyOfRange(RawId.whole(id), 4, 16);
    }

    Response send(Command command, String... values) {
        Request request = Request.cmd(command);
        for (String value : values) {
            request.arg(value.getBytes(UTF_8));
        }
        return await(redis.send(request));
    }
}
