package io.ticketsafe.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.List;

/** Requests for holds over HTTP, put together from parts that were made before. */
public final class HttpHolds implements Wire {
    /** Of keys; no digits, since some that follow each other would be refused as card numbers. */
    private static final byte[] LETTERS = "abcdefghijklmnop".getBytes(US_ASCII);

    private static final int KEY_LETTERS = 16;

    private final HttpAnswers answers = new HttpAnswers();
    private final Wishes wishes;
    private final byte[][] lines;
    private final byte[][] heads;
    private final byte[][] tails;
    private final long salt;

    /**
     * @param tokens one per buyer
     * @param salt makes the idempotency keys of this run its own
     */
    public HttpHolds(String authority, List<String> tokens, Wishes wishes, long salt) {
        this.wishes = wishes;
        this.salt = salt;
        this.lines = wishes.events().stream()
                .map(event -> bytes("POST /v1/events/" + event.id() + "/holds HTTP/1.1\r\n"))
                .toArray(byte[][]::new);
        this.heads = tokens.stream()
                .map(token -> bytes("Host: " + authority + "\r\nAuthorization: Bearer " + token
                        + "\r\nContent-Type: application/json\r\nIdempotency-Key: "))
                .toArray(byte[][]::new);
        this.tails = wishes.bodies().stream()
                .map(body -> bytes("\r\nContent-Length: " + body.length() + "\r\n\r\n" + body))
                .toArray(byte[][]::new);
    }

    @Override
    public int write(long number, byte[] out, int at) {
        int end = append(lines[wishes.event(number)], out, at);
        end = append(heads[wishes.buyer(number)], out, end);
        long key = (salt << 32) + number;
        for (int shift = (KEY_LETTERS - 1) * 4; shift >= 0; shift -= 4) {
            out[end++] = LETTERS[(int) (key >>> shift) & 15];
        }
        return append(tails[wishes.body(number)], out, end);
    }

    @Override
    public int read(byte[] in, int from, int to) {
        return answers.read(in, from, to);
    }

    @Override
    public int status() {
        return answers.status();
    }

    private static int append(byte[] part, byte[] out, int at) {
        System.arraycopy(part, 0, out, at, part.length);
        return at + part.length;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(US_ASCII);
    }
}
