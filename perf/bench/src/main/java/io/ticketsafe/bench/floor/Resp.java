package io.ticketsafe.bench.floor;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** As much of RESP2 as calling a script needs. */
final class Resp {
    private static final int INCOMPLETE = -1;

    private Resp() {}

    static int write(byte[][] words, byte[] out, int at) {
        int end = header('*', words.length, out, at);
        for (byte[] word : words) {
            end = header('$', word.length, out, end);
            System.arraycopy(word, 0, out, end, word.length);
            end += word.length;
            out[end++] = '\r';
            out[end++] = '\n';
        }
        return end;
    }

    private static int header(char kind, int count, byte[] out, int at) {
        byte[] digits = Integer.toString(count).getBytes(US_ASCII);
        out[at] = (byte) kind;
        System.arraycopy(digits, 0, out, at + 1, digits.length);
        int end = at + 1 + digits.length;
        out[end++] = '\r';
        out[end++] = '\n';
        return end;
    }

    /** Offset behind the first whole value, or -1. */
    static int end(byte[] in, int from, int to) {
        int line = lineEnd(in, from, to);
        if (line == INCOMPLETE) {
            return INCOMPLETE;
        }
        return switch (in[from]) {
            case '$' -> {
                int length = number(in, from + 1);
                int end = length < 0 ? line : line + length + 2;
                yield end > to ? INCOMPLETE : end;
            }
            case '*' -> {
                int count = number(in, from + 1);
                int end = line;
                for (int i = 0; i < count && end != INCOMPLETE; i++) {
                    end = end < to ? end(in, end, to) : INCOMPLETE;
                }
                yield end;
            }
            default -> line;
        };
    }

    /** First member of an array that begins with a number, else -1. */
    static int firstNumber(byte[] in, int from, int to) {
        int line = lineEnd(in, from, to);
        return in[from] == '*' && in[line] == ':' ? number(in, line + 1) : -1;
    }

    private static int lineEnd(byte[] in, int from, int to) {
        for (int at = from; at < to; at++) {
            if (in[at] == '\n') {
                return at + 1;
            }
        }
        return INCOMPLETE;
    }

    private static int number(byte[] in, int from) {
        int at = in[from] == '-' ? from + 1 : from;
        int number = 0;
        while (in[at] >= '0' && in[at] <= '9') {
            number = number * 10 + in[at++] - '0';
        }
        return in[from] == '-' ? -number : number;
    }
}
