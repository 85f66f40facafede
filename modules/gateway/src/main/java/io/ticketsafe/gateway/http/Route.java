package io.ticketsafe.gateway.http;

import io.ticketsafe.gateway.openapi.RouteSpec;

/**
 * @param bodyLimit most bytes that a body may have
 */
public record Route(RouteSpec spec, Endpoint endpoint, RouteMeter meter, int bodyLimit) {}
