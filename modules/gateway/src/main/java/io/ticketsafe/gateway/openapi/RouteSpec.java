package io.ticketsafe.gateway.openapi;

import io.ticketsafe.contract.BusOperation;
import io.ticketsafe.gateway.schema.Schema;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One route, as the contract describes it.
 *
 * @param path template, e.g. {@code /v1/events/{eventId}}
 * @param operation asked over the bus; null for what is not built yet and for what the gateway answers alone
 * @param endpoint name of the code of its own; null for the plain way
 * @param limit name of its rate limit; null for the caller's general one
 * @param location template of the new thing's place; null where there is none
 * @param bodyMember member of the request that takes the whole body; null where the body's members are the request's
 * @param cache its Cache-Control; null for the usual one
 * @param pathParameters by name
 * @param body null where none is read
 * @param successStatus of the plain way
 * @param versioned whether the answer carries an ETag
 */
public record RouteSpec(
        String id,
        String method,
        String path,
        BusOperation<?, ?> operation,
        String endpoint,
        String limit,
        String location,
        String bodyMember,
        boolean largeBody,
        String cache,
        Access access,
        KeyUse idempotencyKey,
        boolean readsIfMatch,
        Map<String, Schema> pathParameters,
        List<QueryParameter> queryParameters,
        Body body,
        int successStatus,
        boolean versioned) {

    /** Who may come. */
    public enum Access {
        ANYBODY,
        /** Anybody, but a token that is sent must hold. */
        TOKEN_OPTIONAL,
        TOKEN_REQUIRED
    }

    /** What the route does with an Idempotency-Key. */
    public enum KeyUse {
        IGNORED,
        ACCEPTED,
        REQUIRED
    }

    public record QueryParameter(String name, boolean required, Schema schema) {}

    /** @param mediaTypes in lower case; {@code *}{@code /*} takes anything */
    public record Body(boolean required, Set<String> mediaTypes, Schema schema) {
        public boolean takesAnything() {
            return mediaTypes.contains("*/*");
        }
    }

    /** A page that is no part of the contract, for anybody. */
    public static RouteSpec page(String id, String path) {
        return new RouteSpec(
                id,
                "GET",
                path,
                null,
                id,
                null,
                null,
                null,
                false,
                null,
                Access.ANYBODY,
                KeyUse.IGNORED,
                false,
                Map.of(),
                List.of(),
                null,
                200,
                false);
    }

    public boolean isBuilt() {
        return operation != null || endpoint != null;
    }
}
