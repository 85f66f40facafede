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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One atomic act in Lua, from a file of the class path. A line {@code --@include name} is replaced by the file {@code
 * include/name.lua} beside it.
 */
public final class Script {
    private static final Pattern INCLUDE = Pattern.compile("^--@include (\\w+)$", Pattern.MULTILINE);

    private final String name;
    private final byte[] text;
    private final byte[] sha1;

    private Script(String name, byte[] text, byte[] sha1) {
        this.name = name;
        this.text = text;
        this.sha1 = sha1;
    }

    /** @param path e.g. {@code lua/tickets/hold.lua} */
    public static Script load(String path) {
        String folder = path.substring(0, path.lastIndexOf('/') + 1);
        Matcher includes = INCLUDE.matcher(read(path));
        return of(
                path.substring(folder.length()),
                includes.replaceAll(
                        match -> Matcher.quoteReplacement(read(folder + "include/" + match.group(1) + ".lua"))));
    }

    public static Script of(String lua) {
        return of("script", lua);
    }

    private static Script of(String name, String lua) {
        byte[] text = lua.getBytes(StandardCharsets.UTF_8);
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(text);
            return new Script(name, text, HexFormat.of().formatHex(digest).getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The file's, without its folder. */
    String name() {
        return name;
    }

    Request byDigest(int keys, Object[] values) {
        return call(Command.EVALSHA, sha1, keys, values);
    }

    Request byText(int keys, Object[] values) {
        return call(Command.EVAL, text, keys, values);
    }

    private static Request call(Command command, byte[] script, int keys, Object[] values) {
        Request request = Request.cmd(command).arg(script).arg(keys);
        for (Object value : values) {
            if (value instanceof byte[] bytes) {
                request.arg(bytes);
            } else if (value instanceof Number number) {
                request.arg(number.longValue());
            } else {
                request.arg((String) value);
            }
        }
        return request;
    }

    private static String read(String path) {
        try (InputStream file = Script.class.getClassLoader().getResourceAsStream(path)) {
            if (file == null) {
                throw new IllegalArgumentException("no such script: " + path);
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
