package io.ticketsafe.events.event;

import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.events.EventOperations.TicketType;
import io.ticketsafe.events.input.Texts;
import io.ticketsafe.events.input.Violations;
import java.util.Collection;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Checks the ticket types of an event, in the list's order, which is the order of precedence when they are sold. */
final class TicketTypeCheck {
    private static final int MOST_TYPES = 50;
    private static final long HIGHEST_PRICE_MINOR = 1_000_000_000;
    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_-]{1,40}");

    /** Those that money is paid in; metals, funds and test codes have no minor unit. */
    private static final Set<String> CURRENCIES = Currency.getAvailableCurrencies().stream()
            .filter(currency -> currency.getDefaultFractionDigits() >= 0)
            .map(Currency::getCurrencyCode)
            .collect(Collectors.toUnmodifiableSet());

    private final Violations violations;
    private final Set<String> sectionCodes;
    private final Set<String> codes = new HashSet<>();
    private String currency;

    TicketTypeCheck(Violations violations, Collection<String> sectionCodes) {
        this.violations = violations;
        this.sectionCodes = Set.copyOf(sectionCodes);
    }

    void check(List<TicketType> types) {
        if (types == null || types.isEmpty() || types.size() > MOST_TYPES) {
            violations.add("/ticketTypes", "An event has 1 to " + MOST_TYPES + " ticket types.");
            return;
        }
        for (int i = 0; i < types.size() && !violations.isFull(); i++) {
            check("/ticketTypes/" + i, types.get(i));
        }
    }

    private void check(String at, TicketType type) {
        if (type == null) {
            violations.add(at, "A ticket type is an object.");
            return;
        }
        if (type.code() == null || !CODE.matcher(type.code()).matches()) {
            violations.add(at + "/code", "A ticket type's code has 1 to 40 letters A-Z a-z, digits, _ or hyphens.");
        } else if (!codes.add(type.code())) {
            violations.add(at + "/code", "Another ticket type has this code already.");
        }
        Texts.name(violations, at + "/name", type.name());
        checkPrice(at + "/price", type.price());
        if (type.fee() != null) {
            FeeCheck.check(violations, at + "/fee", type.fee(), type.price());
        }
        checkSections(at + "/sections", type.sections());
    }

    private void checkPrice(String at, Money price) {
        if (price == null) {
            violations.add(at, "This member is required.");
            return;
        }
        if (price.amountMinor() < 0 || price.amountMinor() > HIGHEST_PRICE_MINOR) {
            violations.add(at + "/amountMinor", "A price is 0 to " + HIGHEST_PRICE_MINOR + ", in the minor unit.");
        }
        if (!CURRENCIES.contains(price.currency())) {
            violations.add(at + "/currency", "This is no currency of ISO 4217 that one can pay in.");
        } else if (currency == null) {
            currency = price.currency();
        } else if (!currency.equals(price.currency())) {
            violations.add(at + "/currency", "All prices of an event are in one currency.");
        }
    }

    private void checkSections(String at, List<String> sections) {
        if (sections == null) {
            return;
        }
        Set<String> named = new HashSet<>();
        for (int i = 0; i < sections.size() && !violations.isFull(); i++) {
            String code = sections.get(i);
            if (code == null || !sectionCodes.contains(code)) {
                violations.add(at + "/" + i, "The venue has no such section.");
            } else if (!named.add(code)) {
                violations.add(at + "/" + i, "This section is listed already.");
            }
        }
    }
}
