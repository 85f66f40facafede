package io.ticketsafe.common.redis;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One atomic act in Lua, from a file of the class path. A line {@code --@include name} is replaced by the file {@code
 * include/name.lua} beside it.
 *
 * @param sha1 what Redis calls it
 */
public record Script(String text, String sha1) {
    private static final Pattern INCLUDE = Pattern.compile("^--@include (\\w+)$", Pattern.MULTILINE);

    /** @param path e.g. {@code lua/tickets/hold.lua} */
    public static Script load(String path) {
        String folder = path.substring(0, path.lastIndexOf('/') + 1);
        Matcher includes = INCLUDE.matcher(read(path));
        String text = includes.replaceAll(
                match -> Matcher.quoteReplacement(read(folder + "include/" + match.group(1) + ".lua")));
        return new Script(text, sha1(text));
    }

    Request call(Command command, String script, List<String> keys, List<String> arguments) {
        Request request = Request.cmd(command).arg(script).arg(keys.size());
        keys.forEach(request::arg);
        arguments.forEach(request::arg);
        return request;
    }

    private static String read(String path) {
        try (InputStream file = Thread.currentThread().getContextClassLoader().getResourceAsStream(path)) {
            if (file == null) {
                throw new IllegalArgumentException("no such script: " + path);
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha1(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
