package io.ticketsafe.events.channel;

import io.ticketsafe.contract.events.EventOperations.Allotment;
import io.ticketsafe.contract.events.EventOperations.Blocked;
import io.ticketsafe.contract.events.EventOperations.Channel;
import io.ticketsafe.contract.events.EventOperations.SetChannels;
import io.ticketsafe.contract.events.VenueOperations.Section;
import io.ticketsafe.events.channel.SeatPlan.Seats;
import io.ticketsafe.events.channel.SeatPlan.Taken;
import io.ticketsafe.events.input.Percents;
import io.ticketsafe.events.input.Texts;
import io.ticketsafe.events.input.Violations;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Checks what an organiser assigns against the venue's seat map, at least as strictly as the tickets service checks sheets: one that it
 * refused could never be put in force.
 */
final class ChannelCheck {
    static final int MOST_CHANNELS = 20;
    private static final int MOST_BLOCKED = 100;
    private static final int MOST_KEYS = 1_000;
    private static final int SHORTEST_KEY = 8;
    private static final int MOST_SELECTORS = 10_000;
    private static final int MOST_ALLOTMENTS = 500;
    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_-]{1,40}");

    /** What sales without a channel are called in orders and reports. */
    private static final Set<String> TAKEN_CODES = Set.of("direct", "agency", "boxOffice");

    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    private final Violations violations = new Violations();
    private final SeatPlan plan;
    private final Set<UUID> agencies;
    private final Assigned before;
    private final Instant now;
    private final Set<String> codes = new HashSet<>();
    private final Set<String> keys = new HashSet<>();
    private final Map<String, Long> allotted = new HashMap<>();

    private ChannelCheck(List<Section> sections, Set<UUID> agencies, Assigned before, Instant now) {
        this.plan = new SeatPlan(sections);
        this.agencies = agencies;
        this.before = before;
        this.now = now;
    }

    /**
     * What is assigned, in the one form in which it is stored; VALIDATION for whatever is wrong.
     *
     * @param sections of the venue
     * @param agencies those of the organisations named that are agencies
     * @param before whose release dates may stay though they have passed
     */
    static Assigned checked(
            SetChannels request, List<Section> sections, Set<UUID> agencies, Assigned before, Instant now) {
        return new ChannelCheck(sections, agencies, before, now).check(request);
    }

    private Assigned check(SetChannels request) {
        List<Channel> given = orEmpty(request.channels());
        List<Blocked> givenBlocked = orEmpty(request.blocked());
        atMost("/channels", given, MOST_CHANNELS);
        atMost("/blocked", givenBlocked, MOST_BLOCKED);
        violations.throwIfAny();
        for (Channel channel : given) {
            if (channel != null && channel.code() != null) {
                codes.add(channel.code());
            }
        }
        List<Channel> channels = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < given.size() && !violations.isFull(); i++) {
            Channel channel = given.get(i);
            String at = "/channels/" + i;
            if (channel == null) {
                violations.add(at, "A channel is an object.");
                continue;
            }
            checkCode(at + "/code", channel.code(), seen);
            Texts.name(violations, at + "/name", channel.name());
            checkKeys(at + "/keys", channel);
            if (channel.organizationId() != null && !agencies.contains(channel.organizationId())) {
                violations.add(at + "/organizationId", "There is no such agency.");
            }
            Percents.optional(violations, at + "/commissionPercent", channel.commissionPercent());
            give(at + "/seats", orEmpty(channel.seats()), i + 1, given);
            allot(at + "/standing", orEmpty(channel.standing()));
            channels.add(normal(channel, releaseAt(at + "/releaseAt", channel)));
        }
        for (int i = 0; i < givenBlocked.size() && !violations.isFull(); i++) {
            checkBlocked("/blocked/" + i, givenBlocked.get(i), given);
        }
        violations.throwIfAny();
        return new Assigned(List.copyOf(channels), List.copyOf(givenBlocked));
    }

    private void checkCode(String at, String code, Set<String> seen) {
        if (code == null || !CODE.matcher(code).matches()) {
            violations.add(at, "A channel's code has 1 to 40 letters A-Z a-z, digits, _ or hyphens.");
        } else if (TAKEN_CODES.contains(code)) {
            violations.add(at, "Sales without a channel are called so; choose another code.");
        } else if (!seen.add(code)) {
            violations.add(at, "Another channel has this code already.");
        }
    }

    private void checkKeys(String at, Channel channel) {
        List<String> given = orEmpty(channel.keys());
        if (given.isEmpty() && channel.organizationId() == null) {
            violations.add(at, "A channel needs a key, or an agency whose sellers need none.");
        }
        if (!atMost(at, given, MOST_KEYS)) {
            return;
        }
        for (int i = 0; i < given.size() && !violations.isFull(); i++) {
            String key = given.get(i);
            String pointer = at + "/" + i;
            if (key == null || key.codePointCount(0, key.length()) < SHORTEST_KEY) {
                violations.add(pointer, "A key has " + SHORTEST_KEY + " to 200 characters.");
                continue;
            }
            Texts.name(violations, pointer, key);
            if (codes.contains(key)) {
                violations.add(pointer, "A key is secret, and no channel's code.");
            } else if (!keys.add(key)) {
                violations.add(pointer, "This key is there already.");
            }
        }
    }

    private void give(String at, List<String> selectors, int owner, List<Channel> channels) {
        if (!atMost(at, selectors, MOST_SELECTORS)) {
            return;
        }
        for (int i = 0; i < selectors.size() && !violations.isFull(); i++) {
            String selector = selectors.get(i);
            Seats seats = selector == null ? null : plan.find(selector);
            if (seats == null) {
                violations.add(at + "/" + i, "The venue has no such seats.");
                continue;
            }
            Taken taken = seats.give(owner);
            if (taken != null) {
                String whose = taken.owner() > channels.size()
                        ? "blocked"
                        : "given to channel " + channels.get(taken.owner() - 1).code();
                violations.add(at + "/" + i, "Seat " + taken.seat() + " is " + whose + " already.");
            }
        }
    }

    private void allot(String at, List<Allotment> allotments) {
        if (!atMost(at, allotments, MOST_ALLOTMENTS)) {
            return;
        }
        Set<String> sections = new HashSet<>();
        for (int i = 0; i < allotments.size() && !violations.isFull(); i++) {
            Allotment allotment = allotments.get(i);
            String pointer = at + "/" + i;
            Integer capacity =
                    allotment == null || allotment.section() == null ? null : plan.capacity(allotment.section());
            if (capacity == null) {
                violations.add(pointer + "/section", "The venue has no such standing section.");
            } else if (!sections.add(allotment.section())) {
                violations.add(pointer + "/section", "This section is listed already.");
            } else if (allotment.quantity() < 1) {
                violations.add(pointer + "/quantity", "This must be at least 1.");
            } else if (allotted.merge(allotment.section(), (long) allotment.quantity(), Long::sum) > capacity) {
                violations.add(
                        pointer + "/quantity",
                        "The section holds " + capacity + " people, and more are allotted over all channels.");
            }
        }
    }

    private Instant releaseAt(String at, Channel channel) {
        if (channel.releaseAt() == null) {
            return null;
        }
        Instant releaseAt = channel.releaseAt().truncatedTo(ChronoUnit.MILLIS);
        boolean known = before.channels().stream()
                .anyMatch(earlier -> earlier.code().equals(channel.code()) && releaseAt.equals(earlier.releaseAt()));
        if (!known && !releaseAt.isAfter(now)) {
            violations.add(at, "This lies in the past.");
        } else if (!releaseAt.isBefore(LATEST)) {
            violations.add(at, "This must lie before the year 2200.");
        }
        return releaseAt;
    }

    private void checkBlocked(String at, Blocked blocked, List<Channel> channels) {
        if (blocked == null) {
            violations.add(at, "Blocked seats are an object.");
            return;
        }
        Texts.name(violations, at + "/reason", blocked.reason());
        if (orEmpty(blocked.seats()).isEmpty()) {
            violations.add(at + "/seats", "There must be at least one.");
        }
        give(at + "/seats", orEmpty(blocked.seats()), channels.size() + 1, channels);
    }

    private boolean atMost(String at, List<?> list, int most) {
        if (list.size() > most) {
            violations.add(at, "There can be at most " + most + ".");
        }
        return list.size() <= most;
    }

    private static Channel normal(Channel channel, Instant releaseAt) {
        return new Channel(
                channel.code(),
                channel.name(),
                orNull(channel.keys()),
                channel.organizationId(),
                orNull(channel.seats()),
                orNull(channel.standing()),
                releaseAt,
                channel.commissionPercent());
    }

    private static <T> List<T> orEmpty(List<T> list) {
        return list == null ? List.of() : list;
    }

    private static <T> List<T> orNull(List<T> list) {
        return list == null || list.isEmpty() ? null : list;
    }
}
