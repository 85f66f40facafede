package io.ticketsafe.dev;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** One command to a Redis on this machine, and its answer as text: elements of lists are separated by line ends. */
final class RespSocket {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private RespSocket() {}

    /** Fails with {@link StoreException} when there is no answer, or one that begins with a minus sign. */
    static String call(int port, String... command) {
        try (Socket socket = new Socket()) {
            int patienceMs = (int) PATIENCE.toMillis();
            socket.connect(new InetSocketAddress(Ports.LOOPBACK, port), patienceMs);
            socket.setSoTimeout(patienceMs);
            socket.getOutputStream().write(encoded(command));
            return read(new BufferedInputStream(socket.getInputStream()));
        } catch (IOException e) {
            throw new StoreException("Redis on port " + port + " does not answer " + command[0], e);
        }
    }

    private static byte[] encoded(String... command) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(("*" + command.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
        for (String word : command) {
            byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
            out.write(("$" + bytes.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.write(bytes);
            out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        return out.toByteArray();
    }

    private static String read(InputStream in) throws IOException {
        String line = line(in);
        String rest = line.substring(1);
        return switch (line.charAt(0)) {
            case '+', ':' -> rest;
            case '$' -> bulk(in, Integer.parseInt(rest));
            case '*' -> list(in, Integer.parseInt(rest));
            default -> throw new StoreException("Redis answers " + line);
        };
    }

    private static String bulk(InputStream in, int length) throws IOException {
        if (length < 0) {
            return "";
        }
        String text = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        in.readNBytes(2);
        return text;
    }

    private static String list(InputStream in, int length) throws IOException {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < length; i++) {
            all.append(i == 0 ? "" : "\n").append(read(in));
        }
        return all.toString();
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\r'; next = in.read()) {
            if (next < 0) {
                throw new IOException("the connection ended");
            }
            line.append((char) next);
        }
        in.read();
        return line.toString();
    }
}
