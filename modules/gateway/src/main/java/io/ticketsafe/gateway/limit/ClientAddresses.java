package io.ticketsafe.gateway.limit;

import io.netty.util.NetUtil;
import io.vertx.core.http.HttpServerRequest;
import java.util.HexFormat;
import java.util.List;

/**
 * Whom a request without a token comes from: the peer, or behind trusted proxies the last address in X-Forwarded-For
 * that is not one of them. An IPv6 client is its /64 network, for it has all of that.
 */
public final class ClientAddresses {
    private static final int NETWORK_BYTES = 8;
    private static final int IPV6_BYTES = 16;

    private final Networks trusted;

    public ClientAddresses(List<String> trustedProxies) {
        this.trusted = new Networks(trustedProxies);
    }

    public String of(HttpServerRequest request) {
        String peer =
                request.remoteAddress() == null ? null : request.remoteAddress().hostAddress();
        if (peer == null) {
            return "unknown";
        }
        if (trusted.isEmpty() || !trusted.contain(peer)) {
            return grouped(peer);
        }
        return grouped(forwarded(request.headers().getAll("X-Forwarded-For"), peer));
    }

    private String forwarded(List<String> headers, String peer) {
        String nearest = peer;
        String[] hops = String.join(",", headers).split(",");
        for (int i = hops.length - 1; i >= 0; i--) {
            String hop = hops[i].strip();
            if (NetUtil.createByteArrayFromIpAddressString(hop) == null) {
                return nearest;
            }
            nearest = hop;
            if (!trusted.contain(hop)) {
                return nearest;
            }
        }
        return nearest;
    }

    private static String grouped(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
        return bytes == null || bytes.length != IPV6_BYTES
                ? address
                : HexFormat.of().formatHex(bytes, 0, NETWORK_BYTES);
    }
}
