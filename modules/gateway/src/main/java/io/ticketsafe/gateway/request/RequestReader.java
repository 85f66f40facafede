package io.ticketsafe.gateway.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.ticketsafe.common.bus.Records;
import io.ticketsafe.common.privacy.CardCheck;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.ServiceFault.Violation;
import io.ticketsafe.gateway.http.Exchange;
import io.ticketsafe.gateway.openapi.RouteSpec;
import io.ticketsafe.gateway.schema.Pointer;
import io.ticketsafe.gateway.schema.Schema;
import io.ticketsafe.gateway.schema.Texts;
import io.ticketsafe.gateway.schema.Violations;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Makes the request record of a route's operation from the members of path, query and body, once each of them is what
 * the contract asks for.
 */
public final class RequestReader<Q> {
    private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)}");
    private static final Pattern VERSION_TAG = Pattern.compile("\"(\\d{1,18})\"");

    /** No version of anything: what names it is stale. */
    private static final long NO_VERSION = -1;

    private static final long ANY_VERSION = 0;

    private final RouteSpec spec;
    private final Class<Q> type;
    private final List<String> pathNames = new ArrayList<>();
    private final Set<String> queryNames;
    private final CardCheck cards;

    public RequestReader(RouteSpec spec, Class<Q> type) {
        this.spec = spec;
        this.type = type;
        this.cards = CardCheck.of(type);
        Matcher names = PARAMETER.matcher(spec.path());
        while (names.find()) {
            pathNames.add(names.group(1));
        }
        this.queryNames = spec.queryParameters().stream()
                .map(RouteSpec.QueryParameter::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** @throws ServiceFault VALIDATION with everything that is wrong, or NOT_FOUND for a path that cannot exist */
    public Q read(Exchange exchange) {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        Violations violations = new Violations();
        ObjectNode ofPath = pathMembers(exchange.pathValues());
        QueryParameters.read(exchange.request().query(), spec.queryParameters(), request, violations);
        if (spec.body() != null) {
            addBody(exchange.body(), request, violations);
        }
        violations.raise();
        if (spec.readsIfMatch()) {
            addIfMatch(exchange.request().headers().get(HttpHeaders.IF_MATCH), request);
        }
        request.setAll(ofPath);
        try {
            Q record = Records.read(request, type);
            cards.require(record);
            return record;
        } catch (ServiceFault fault) {
            throw relocated(fault);
        }
    }

    private ObjectNode pathMembers(List<String> values) {
        ObjectNode members = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < pathNames.size(); i++) {
            String name = pathNames.get(i);
            Schema schema = spec.pathParameters().get(name);
            Violations violations = new Violations();
            TextNode value = TextNode.valueOf(values.get(i));
            schema.check(value, Pointer.outside("path/" + name), violations);
            if (!violations.isEmpty()) {
                throw ServiceFault.notFound(noun(name));
            }
            members.set(name, value);
        }
        return members;
    }

    private void addBody(Buffer body, ObjectNode request, Violations violations) {
        if (body.length() == 0 && !spec.body().required()) {
            return;
        }
        if (spec.body().mediaTypes().contains("text/csv")) {
            String text = JsonBodies.text(body);
            if (text.isBlank()) {
                violations.add(Pointer.BODY, "A body is required.");
            } else if (!Texts.isStorable(text)) {
                violations.add(Pointer.BODY, "The text holds a NUL character.");
            }
            request.set(spec.bodyMember(), TextNode.valueOf(text));
            return;
        }
        JsonNode json = JsonBodies.parse(body);
        spec.body().schema().check(json, Pointer.BODY, violations);
        if (spec.bodyMember() != null) {
            request.set(spec.bodyMember(), json);
        } else if (json instanceof ObjectNode members) {
            request.setAll(members);
        }
    }

    /** A tag that this API never made matches no version; the service refuses it where it knows the thing. */
    private static void addIfMatch(String tag, ObjectNode request) {
        if (tag == null || tag.isBlank()) {
            return;
        }
        Matcher version = VERSION_TAG.matcher(tag.strip());
        if (tag.strip().equals("*")) {
            request.put("ifMatch", ANY_VERSION);
        } else {
            request.put("ifMatch", version.matches() ? Long.parseLong(version.group(1)) : NO_VERSION);
        }
    }

    /** The record's pointers lead into the merged request; the caller knows body and query. */
    private ServiceFault relocated(ServiceFault fault) {
        if (!(fault.members().getValue("errors") instanceof JsonArray errors)) {
            return fault;
        }
        List<Violation> moved = new ArrayList<>();
        for (int i = 0; i < errors.size(); i++) {
            JsonObject error = errors.getJsonObject(i);
            moved.add(new Violation(relocated(error.getString("pointer")), error.getString("detail")));
        }
        return ServiceFault.invalid(moved);
    }

    private String relocated(String pointer) {
        if (spec.bodyMember() != null && pointer.startsWith("/" + spec.bodyMember())) {
            return pointer.substring(1 + spec.bodyMember().length());
        }
        String first = pointer.isEmpty() ? "" : pointer.substring(1).split("/", 2)[0];
        return queryNames.contains(first) ? "query" + pointer : pointer;
    }

    private static String noun(String parameter) {
        return parameter
                .replaceAll("Id$", "")
                .replaceAll("([A-Z])", " $1")
                .toLowerCase(Locale.ROOT)
                .replace("organization", "organisation");
    }
}
