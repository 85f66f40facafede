package io.ticketsafe.bench.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** One blocking connection to Redis for what happens between the measurements. */
public final class RedisLink implements AutoCloseable {
    private static final int PATIENCE_MS = 60_000;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    public RedisLink(String host, int port) {
        try {
            socket = new Socket(host, port);
            socket.setSoTimeout(PATIENCE_MS);
            in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
            out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The answer: a Long, bytes, a list of answers, or null. Words are text, numbers or bytes. */
    public Object call(Object... words) {
        try {
            write(words);
            out.flush();
            return read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String text(Object... words) {
        Object answer = call(words);
        return answer == null ? null : new String((byte[]) answer, UTF_8);
    }

    public long number(Object... words) {
        return (Long) call(words);
    }

    public List<?> list(Object... words) {
        return (List<?>) call(words);
    }

    /** One line of INFO. */
    public String info(String section, String name) {
        return text("INFO", section)
                .lines()
                .filter(line -> line.startsWith(name + ':'))
                .findFirst()
                .map(line -> line.substring(name.length() + 1))
                .orElseThrow();
    }

    /** All in one transaction. */
    public void transaction(List<Object[]> commands) {
        try {
            write("MULTI");
            for (Object[] command : commands) {
                write(command);
            }
            write("EXEC");
            out.flush();
            for (int i = 0; i < commands.size() + 1; i++) {
                read();
            }
            read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(Object... words) throws IOException {
        out.write(("*" + words.length + "\r\n").getBytes(UTF_8));
        for (Object word : words) {
            byte[] bytes =
                    word instanceof byte[] raw ? raw : String.valueOf(word).getBytes(UTF_8);
            out.write(("$" + bytes.length + "\r\n").getBytes(UTF_8));
            out.write(bytes);
            out.write('\r');
            out.write('\n');
        }
    }

    private Object read() throws IOException {
        String line = line();
        String rest = line.substring(1);
        switch (line.charAt(0)) {
            case '+':
                return rest.getBytes(UTF_8);
            case ':':
                return Long.parseLong(rest);
            case '$':
                int length = Integer.parseInt(rest);
                if (length < 0) {
                    return null;
                }
                byte[] bytes = in.readNBytes(length);
                line();
                return bytes;
            case '*':
                List<Object> list = new ArrayList<>();
                for (int left = Integer.parseInt(rest); left > 0; left--) {
                    list.add(read());
                }
                return list;
            default:
                throw new IllegalStateException("Redis answers " + rest);
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\r'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("Redis closed the connection");
            }
            line.append((char) next);
        }
        in.read();
        return line.toString();
    }
}
