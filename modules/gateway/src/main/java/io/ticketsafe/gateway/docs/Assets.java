package io.ticketsafe.gateway.docs;

import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.gateway.http.Headers;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;

/** The files of the documentation: our own, those of Swagger UI, and the contract of messages; read when they are first asked for. */
final class Assets {
    private static final String OURS = "/docs/";
    private static final String SWAGGER_UI = "/META-INF/resources/webjars/swagger-ui/";
    private static final String SWAGGER_UI_VERSION = "/META-INF/maven/org.webjars/swagger-ui/pom.properties";
    private static final String MESSAGES = "/" + Documentation.MESSAGES;
    private static final String A_DAY = "public, max-age=86400";

    /** Every file that is served, with its type; whatever else is asked for does not exist. */
    private static final Map<String, CharSequence> TYPES = Map.of(
            "index.html",
            Headers.HTML,
            "start.js",
            "text/javascript; charset=utf-8",
            "messages.html",
            Headers.HTML,
            "messages.js",
            "text/javascript; charset=utf-8",
            Documentation.MESSAGES,
            Headers.JSON,
            "swagger-ui.css",
            "text/css; charset=utf-8",
            "swagger-ui-bundle.js",
            "text/javascript; charset=utf-8",
            "favicon-32x32.png",
            "image/png");

    private final Vertx vertx;
    private final Map<String, Future<Asset>> read = new ConcurrentHashMap<>();

    record Asset(CharSequence contentType, Buffer content, CharSequence cacheControl) {}

    Assets(Vertx vertx) {
        this.vertx = vertx;
    }

    /** NOT_FOUND for a file that is not served. */
    Future<Asset> find(String name) {
        if (!TYPES.containsKey(name)) {
            return Future.failedFuture(ServiceFault.notFound("page"));
        }
        return read.computeIfAbsent(name, file -> vertx.executeBlocking(() -> load(file), false));
    }

    private static Asset load(String name) throws IOException {
        String place = name.equals(Documentation.MESSAGES) ? MESSAGES : OURS + name;
        try (InputStream ours = Assets.class.getResourceAsStream(place)) {
            if (ours != null) {
                return new Asset(TYPES.get(name), Buffer.buffer(ours.readAllBytes()), Headers.NO_CACHE);
            }
        }
        try (InputStream theirs = Assets.class.getResourceAsStream(SWAGGER_UI + version() + "/" + name)) {
            return new Asset(TYPES.get(name), Buffer.buffer(theirs.readAllBytes()), A_DAY);
        }
    }

    private static String version() throws IOException {
        try (InputStream file = Assets.class.getResourceAsStream(SWAGGER_UI_VERSION)) {
            Properties properties = new Properties();
            properties.load(file);
            return properties.getProperty("version");
        }
    }
}
