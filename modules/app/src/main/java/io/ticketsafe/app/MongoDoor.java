package io.ticketsafe.app;

import io.ticketsafe.common.tls.TlsTrouble;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.MongoClient;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether MongoDB answers; if not, why, in words for whoever set it up. */
final class MongoDoor {
    private static final long PATIENCE_MS = 1_500;
    private static final JsonObject PING = new JsonObject().put("ping", 1);

    /** The driver tells what is wrong in the text of a time-out: server by server, with causes. */
    private static final Pattern CAUSE =
            Pattern.compile("\\{([\\w.$]+(?:Exception|Error)): ([^{}]*(?:\\{[^{}]*}[^{}]*)*)}");

    private static final Pattern SERVER = Pattern.compile("address=([^,]+)");

    private final MongoClient mongo;
    private volatile String trouble;

    MongoDoor(MongoClient mongo) {
        this.mongo = mongo;
    }

    /** Fails with what was found out last where finding out takes longer. */
    Future<Void> ping() {
        return mongo.runCommand("ping", PING)
                .onSuccess(answer -> trouble = null)
                .onFailure(failure -> trouble = words(failure))
                .timeout(PATIENCE_MS, TimeUnit.MILLISECONDS)
                .recover(failure -> Future.failedFuture(new IllegalStateException(said(failure), failure)))
                .mapEmpty();
    }

    private String said(Throwable failure) {
        String known = trouble;
        return known == null && failure instanceof TimeoutException ? "MongoDB does not answer in time" : known;
    }

    static String words(Throwable failure) {
        String text = String.valueOf(failure.getMessage());
        Matcher server = SERVER.matcher(text);
        String name = "MongoDB" + (server.find() ? " at " + server.group(1) : "");
        String kind = "";
        String why = text;
        for (Matcher cause = CAUSE.matcher(text); cause.find(); ) {
            kind = cause.group(1);
            why = cause.group(2);
        }
        if (text.contains("SSL") || text.contains("CertificateException")) {
            return name + " " + TlsTrouble.explain(why, "mongo.tls.ca", "without it the URL ends without tls=true");
        }
        if (text.contains("MongoSecurityException")) {
            return name + " refuses user or password (" + why + ")";
        }
        if (kind.endsWith("UnknownHostException")) {
            return name + " is a name that cannot be resolved";
        }
        return name + (kind.endsWith("ConnectException") ? " cannot be connected to (" : " cannot be used (") + why
                + ")";
    }
}
