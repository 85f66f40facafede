package io.ticketsafe.tickets.sale;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.ticketsafe.contract.Json;
import io.ticketsafe.contract.Percent;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.tickets.SaleOperations.SheetAllotment;
import io.ticketsafe.contract.tickets.SaleOperations.SheetAssignments;
import io.ticketsafe.contract.tickets.SaleOperations.SheetChannel;
import io.ticketsafe.tickets.sale.Channels.Channel;
import io.ticketsafe.tickets.sale.Channels.Release;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Makes {@link Channels} of a sheet's assignments, and refuses what could not be sold by. */
final class ChannelCompiler {
    /** One per channel: all but those that seats have otherwise, f h c s b. */
    private static final String LETTERS = "adegijklmnopqrtuvwxy";

    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_-]{1,40}");
    private static final char BLOCKED = 'b';

    private final Map<String, Section> sections = new HashMap<>();
    private final Map<String, StringBuilder> homes = new LinkedHashMap<>();
    private final Map<String, Map<String, Integer>> allotments = new TreeMap<>();

    ChannelCompiler(List<Section> sections) {
        sections.forEach(section -> this.sections.put(section.code(), section));
    }

    Channels compile(SheetAssignments assignments) {
        List<SheetChannel> channels = assignments.channels() == null ? List.of() : assignments.channels();
        List<String> blocked = assignments.blocked() == null ? List.of() : assignments.blocked();
        if (channels.isEmpty() && blocked.isEmpty()) {
            return Channels.NONE;
        }
        require(channels.size() <= LETTERS.length(), "There are more than " + LETTERS.length() + " channels.");
        Map<String, Channel> byKeyHash = new HashMap<>();
        Map<String, Channel> byCode = new HashMap<>();
        List<Release> releases = new ArrayList<>();
        for (int i = 0; i < channels.size(); i++) {
            SheetChannel sheet = channels.get(i);
            require(sheet.code() != null && CODE.matcher(sheet.code()).matches(), "A channel has a wrong code.");
            require(
                    sheet.commissionPercent() == null || Percent.isOne(sheet.commissionPercent()),
                    "A channel has a wrong commission.");
            Percent commission = sheet.commissionPercent() == null ? null : Percent.parse(sheet.commissionPercent());
            Channel channel = new Channel(sheet.code(), LETTERS.charAt(i), sheet.organizationId(), commission);
            require(byCode.put(channel.code(), channel) == null, "Two channels have one code.");
            for (String hash : orEmpty(sheet.keyHashes())) {
                require(byKeyHash.put(hash, channel) == null, "Two channels have one key.");
            }
            orEmpty(sheet.seats()).forEach(selector -> assign(selector, channel.letter()));
            orEmpty(sheet.standing()).forEach(allotment -> allot(allotment, channel));
            if (sheet.releaseAt() != null) {
                releases.add(new Release(sheet.releaseAt().toEpochMilli(), channel));
            }
        }
        blocked.forEach(selector -> assign(selector, BLOCKED));
        Map<String, String> texts = new LinkedHashMap<>();
        homes.forEach((section, text) -> texts.put(section, text.toString()));
        return new Channels(digest(assignments), byKeyHash, byCode, texts, allotments, List.copyOf(releases));
    }

    private void assign(String selector, char letter) {
        String[] parts = selector.split("-", -1);
        Section section = sections.get(parts[0]);
        require(section != null && section.isSeated() && parts.length <= 3, "There are no such seats.");
        StringBuilder text = homes.computeIfAbsent(section.code(), code -> section.freeText());
        int[] range = section.range(parts);
        require(range != null, "There are no such seats.");
        for (int at = range[0]; at <= range[1]; at++) {
            char seat = text.charAt(at);
            if (!Section.isRowEnd(seat)) {
                require(seat == 'f' || seat == 'F', "A seat is assigned twice.");
                text.setCharAt(at, seat == 'F' ? Character.toUpperCase(letter) : letter);
            }
        }
    }

    private void allot(SheetAllotment allotment, Channel channel) {
        Section section = sections.get(allotment.section());
        require(section != null && !section.isSeated() && allotment.quantity() > 0, "There are no such places.");
        Map<String, Integer> ofSection = allotments.computeIfAbsent(section.code(), code -> new TreeMap<>());
        require(ofSection.put(channel.code(), allotment.quantity()) == null, "A section is allotted twice.");
        long sum = ofSection.values().stream().mapToLong(Integer::longValue).sum();
        require(sum <= section.capacity(), "More places are allotted than there are.");
    }

    private static String digest(SheetAssignments assignments) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(Json.MAPPER.writeValueAsString(assignments).getBytes(UTF_8));
            return Base64.getEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException | JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static <T> List<T> orEmpty(List<T> list) {
        return list == null ? List.of() : list;
    }

    private static void require(boolean condition, String detail) {
        if (!condition) {
            throw ServiceFault.invalid("/assignments", detail);
        }
    }
}
