package io.ticketsafe.common.redis;

import io.vertx.core.net.HostAndPort;
import io.vertx.redis.client.impl.types.ErrorType;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a node answers that is not the one to ask.
 *
 * @param once whether only this command is to go there, since the slot is on its way
 */
record Redirect(HostAndPort target, boolean once) {
    private static final Pattern FORM =
            Pattern.compile("(?:ERR \\[\\d+] )?(MOVED|ASK) \\d{1,5} (.*):(\\d{1,5})", Pattern.DOTALL);

    /** Null when it is something else; a node that does not know its name means the host that was asked. */
    static Redirect of(ErrorType error, HostAndPort asked) {
        Matcher form = FORM.matcher(String.valueOf(error.getMessage()));
        if (!form.matches()) {
            return null;
        }
        String host = form.group(2).isEmpty() || form.group(2).equals("?") ? asked.host() : form.group(2);
        return new Redirect(
                HostAndPort.create(host, Integer.parseInt(form.group(3))),
                form.group(1).equals("ASK"));
    }
}
