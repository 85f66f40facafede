package io.ticketsafe.tickets.sale;

import io.ticketsafe.contract.Percent;
import io.ticketsafe.contract.tickets.SaleOperations.SheetAssignments;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What of a sale is not for general sale, as scripts need it. A free seat of a channel has the channel's letter in the text of its
 * section, which is none of those that other seats have, so that whoever looks for {@code f} does not see it.
 */
public final class Channels {
    public static final Channels NONE = new Channels("", Map.of(), Map.of(), Map.of(), Map.of(), List.of());

    private final String digest;
    private final Map<String, Channel> byKeyHash;
    private final Map<String, Channel> byCode;
    private final Map<String, String> homes;
    private final Map<String, Map<String, Integer>> allotments;
    private final List<Release> releases;

    Channels(
            String digest,
            Map<String, Channel> byKeyHash,
            Map<String, Channel> byCode,
            Map<String, String> homes,
            Map<String, Map<String, Integer>> allotments,
            List<Release> releases) {
        this.digest = digest;
        this.byKeyHash = byKeyHash;
        this.byCode = byCode;
        this.homes = homes;
        this.allotments = allotments;
        this.releases = releases;
    }

    static Channels of(SheetAssignments assignments, List<Section> sections) {
        return assignments == null ? NONE : new ChannelCompiler(sections).compile(assignments);
    }

    /** Differs between assignments that differ; empty where nothing is assigned. */
    public String digest() {
        return digest;
    }

    /** Null when no channel has a key with this hash. */
    public Channel withKey(String hash) {
        return byKeyHash.get(hash);
    }

    /** Null when there is no channel with this code. */
    public Channel withCode(String code) {
        return byCode.get(code);
    }

    /** Of each section with assigned seats the text that it has when nobody holds or owns a seat of it, before any release. */
    public Map<String, String> homes() {
        return homes;
    }

    /** By standing section and channel, how many places are the channel's, before any release. */
    public Map<String, Map<String, Integer>> allotments() {
        return allotments;
    }

    public List<Release> releases() {
        return releases;
    }

    /**
     * @param letter of its free seats; in upper case that of the accessible ones
     * @param organizationId agency whose sellers need no key; null: none
     * @param commission of agencies that sell through it; null: that of the sale
     */
    public record Channel(String code, char letter, UUID organizationId, Percent commission) {}

    /** From a moment on, in ms, what is unsold of a channel is for general sale. */
    public record Release(long atMs, Channel channel) {}
}
