package io.ticketsafe.gateway.limit;

import io.netty.util.NetUtil;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A set of addresses and networks, such as {@code 10.0.0.0/8} or {@code ::1}. */
public final class Networks {
    private final List<Network> networks = new ArrayList<>();

    private record Network(byte[] address, int bits) {}

    /** @throws IllegalArgumentException for what is no address and no network */
    public Networks(List<String> cidrs) {
        for (String cidr : cidrs) {
            int slash = cidr.indexOf('/');
            byte[] address = parse(slash < 0 ? cidr : cidr.substring(0, slash));
            if (address == null) {
                throw new IllegalArgumentException("\"" + cidr + "\" is no address and no network");
            }
            networks.add(new Network(address, slash < 0 ? address.length * 8 : bits(cidr, slash, address.length * 8)));
        }
    }

    public boolean isEmpty() {
        return networks.isEmpty();
    }

    public boolean contain(String address) {
        byte[] bytes = parse(address);
        return bytes != null && networks.stream().anyMatch(network -> contains(network, bytes));
    }

    private static byte[] parse(String address) {
        return NetUtil.createByteArrayFromIpAddressString(address);
    }

    private static int bits(String cidr, int slash, int most) {
        try {
            int bits = Integer.parseInt(cidr.substring(slash + 1));
            if (bits >= 0 && bits <= most) {
                return bits;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("\"" + cidr + "\" has no number of bits", e);
        }
        throw new IllegalArgumentException("\"" + cidr + "\" must have 0 to " + most + " bits");
    }

    private static boolean contains(Network network, byte[] address) {
        if (address.length != network.address().length) {
            return false;
        }
        int whole = network.bits() / 8;
        int rest = network.bits() % 8;
        if (!Arrays.equals(address, 0, whole, network.address(), 0, whole)) {
            return false;
        }
        int mask = 0xff << (8 - rest);
        return rest == 0 || (address[whole] & mask) == (network.address()[whole] & mask);
    }
}
