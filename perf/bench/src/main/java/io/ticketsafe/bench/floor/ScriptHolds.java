package io.ticketsafe.bench.floor;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.ticketsafe.bench.Show;
import io.ticketsafe.bench.load.Wire;
import io.ticketsafe.bench.load.Wishes;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Floor B: nothing but the script, called straight over Redis' own protocol. */
public final class ScriptHolds implements Wire {
    private static final int HELD = 0;
    private static final int SEATS_TAKEN = 13;
    private static final int NO_BLOCK = 14;

    private final Wishes wishes;
    private final List<HoldCall> calls;
    private final List<UUID> buyers;
    private final byte[] digest;
    private final long salt;
    private int status;

    /** @param digest SHA-1 of the script, which Redis knows already */
    public ScriptHolds(Wishes wishes, List<String> buyers, String digest, long salt) {
        this.wishes = wishes;
        this.buyers = buyers.stream().map(UUID::fromString).toList();
        this.digest = digest.getBytes(US_ASCII);
        this.salt = salt;
        this.calls = new ArrayList<>();
        for (Show show : wishes.events()) {
            calls.add(new HoldCall(wishes.hall(), show));
        }
    }

    @Override
    public int write(long number, byte[] out, int at) {
        HoldCall call = calls.get(wishes.event(number));
        UUID holder = buyers.get(wishes.buyer(number));
        UUID hold = HoldIds.of(salt, number);
        int[] seats = wishes.seats().get(wishes.body(number));
        byte[][] values = seats.length == 0
                ? call.best(hold, holder)
                : call.seats(
                        hold,
                        holder,
                        "S" + wishes.hall().sectionOf(seats[0]),
                        List.of(
                                wishes.hall().positionOf(seats[0]),
                                wishes.hall().positionOf(seats[1])));
        byte[][] words = new byte[values.length + 2][];
        words[0] = EVALSHA;
        words[1] = digest;
        System.arraycopy(values, 0, words, 2, values.length);
        return Resp.write(words, out, at);
    }

    private static final byte[] EVALSHA = "EVALSHA".getBytes(US_ASCII);

    @Override
    public int read(byte[] in, int from, int to) {
        int end = from < to ? Resp.end(in, from, to) : -1;
        if (end < 0) {
            return 0;
        }
        status = switch (Resp.firstNumber(in, from, end)) {
            case HELD -> 201;
            case SEATS_TAKEN, NO_BLOCK -> 409;
            default -> 500;
        };
        return end - from;
    }

    @Override
    public int status() {
        return status;
    }
}
