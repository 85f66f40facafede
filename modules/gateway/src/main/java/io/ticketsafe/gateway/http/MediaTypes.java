package io.ticketsafe.gateway.http;

import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.gateway.openapi.RouteSpec.Body;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import java.util.TreeSet;

/** Whether a route reads what a request sends. */
final class MediaTypes {
    private MediaTypes() {}

    /** @throws ServiceFault UNSUPPORTED_MEDIA_TYPE */
    static void check(HttpServerRequest request, Body body) {
        if (body.takesAnything() || !BodyReader.hasBody(request)) {
            return;
        }
        String encoding = request.headers().get(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw refused("Bodies must come without Content-Encoding.");
        }
        String type = request.headers().get(HttpHeaders.CONTENT_TYPE);
        if (type == null || !body.mediaTypes().contains(essence(type)) || !isUtf8(type)) {
            throw refused("The Content-Type must be " + String.join(" or ", new TreeSet<>(body.mediaTypes()))
                    + ", in UTF-8.");
        }
    }

    private static String essence(String type) {
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    private static boolean isUtf8(String type) {
        int at = type.toLowerCase(Locale.ROOT).indexOf("charset=");
        if (at < 0) {
            return true;
        }
        String charset = type.substring(at + "charset=".length())
                .split(";", 2)[0]
                .strip()
                .replace("\"", "");
        return charset.equalsIgnoreCase("utf-8") || charset.equalsIgnoreCase("us-ascii");
    }

    private static ServiceFault refused(String detail) {
        return new ServiceFault(FaultCode.UNSUPPORTED_MEDIA_TYPE, detail);
    }
}
