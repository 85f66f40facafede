package io.ticketsafe.bench.load;

/** Reads as little of an HTTP/1.1 answer as is needed to find its status and its end. */
final class HttpAnswers {
    private static final int STATUS_AT = "HTTP/1.1 ".length();
    private static final byte[] LENGTH = "content-length:".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    private static final int LOWER_CASE = 0x20;

    private int status;

    int status() {
        return status;
    }

    int read(byte[] in, int from, int to) {
        int length = 0;
        int at = from + STATUS_AT + 3;
        while (true) {
            while (at < to && in[at] != '\n') {
                at++;
            }
            if (at + 2 >= to) {
                return 0;
            }
            at++;
            if (in[at] == '\r') {
                break;
            }
            if ((in[at] | LOWER_CASE) == 'c' && isLength(in, at, to)) {
                length = number(in, at + LENGTH.length, to);
                at += LENGTH.length;
            }
        }
        int end = at + 2 + length;
        if (end > to) {
            return 0;
        }
        status = (in[from + STATUS_AT] - '0') * 100
                + (in[from + STATUS_AT + 1] - '0') * 10
                + (in[from + STATUS_AT + 2] - '0');
        return end - from;
    }

    private static boolean isLength(byte[] in, int at, int to) {
        if (at + LENGTH.length >= to) {
            return false;
        }
        for (int i = 1; i < LENGTH.length; i++) {
            int letter = in[at + i];
            if ((letter >= 'A' && letter <= 'Z' ? letter | LOWER_CASE : letter) != LENGTH[i]) {
                return false;
            }
        }
        return true;
    }

    private static int number(byte[] in, int from, int to) {
        int at = from;
        while (at < to && in[at] == ' ') {
            at++;
        }
        int number = 0;
        while (at < to && in[at] >= '0' && in[at] <= '9') {
            number = number * 10 + in[at++] - '0';
        }
        return number;
    }
}
