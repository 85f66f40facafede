package io.ticketsafe.payments.payment;

import io.ticketsafe.common.privacy.CardCheck;
import io.ticketsafe.common.privacy.CardNumbers;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.ServiceFault.Violation;
import io.ticketsafe.contract.payments.PaymentOperations.Authorize;
import io.ticketsafe.contract.payments.PaymentOperations.Method;
import io.ticketsafe.contract.payments.PaymentOperations.MethodType;
import io.ticketsafe.payments.ledger.Division;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What a payment may look like; everything else is VALIDATION. */
final class PaymentChecks {
    static final long LARGEST_AMOUNT_MINOR = 999_999_999_999L;
    private static final int LONGEST_TOKEN = 255;
    private static final int LONGEST_REFERENCE = 100;
    private static final String PIX_CURRENCY = "BRL";
    private static final Pattern SEPARATORS = Pattern.compile("[ .-]");
    private static final Pattern CARD_NUMBER = Pattern.compile("[0-9]{13,19}");

    private PaymentChecks() {}

    static void require(Authorize request) {
        List<Violation> violations = new ArrayList<>();
        present(violations, "/paymentId", request.paymentId());
        present(violations, "/orderId", request.orderId());
        present(violations, "/eventId", request.eventId());
        present(violations, "/organizationId", request.organizationId());
        present(violations, "/payerId", request.payerId());
        if (request.amount() == null
                || request.amount().amountMinor() < 1
                || request.amount().amountMinor() > LARGEST_AMOUNT_MINOR) {
            violations.add(new Violation("/amount", "An amount of 1 to " + LARGEST_AMOUNT_MINOR + " is required."));
        } else if (request.method() == null || request.method().type() == null) {
            violations.add(new Violation("/method/type", "A method with its type is required."));
        } else {
            checkMethod(violations, request.method(), request.amount().currency());
        }
        Division.check(violations, request.shares(), request.amount());
        if (!violations.isEmpty()) {
            throw ServiceFault.invalid(violations);
        }
    }

    private static void checkMethod(List<Violation> violations, Method method, String currency) {
        String token = method.token();
        if (method.type().isAtDesk()) {
            checkDesk(violations, method);
        } else if (method.reference() != null) {
            violations.add(new Violation("/method/reference", "Only a payment at a desk has a reference."));
        } else if (method.type() == MethodType.PIX) {
            if (token != null) {
                violations.add(new Violation("/method/token", "Pix takes no token."));
            }
            if (!PIX_CURRENCY.equals(currency)) {
                violations.add(new Violation("/method/type", "Pix pays in BRL only."));
            }
        } else if (token == null || token.isBlank() || token.length() > LONGEST_TOKEN) {
            violations.add(new Violation("/method/token", "A card needs a token of 1 to 255 characters."));
        } else if (token.chars().anyMatch(Character::isISOControl)) {
            violations.add(new Violation("/method/token", "A token has no control characters."));
        } else if (isCardNumber(token) || CardNumbers.isIn(token)) {
            violations.add(new Violation(
                    "/method/token", "Never send card numbers; send the token that the payment provider gave for it."));
        }
    }

    private static void checkDesk(List<Violation> violations, Method method) {
        String reference = method.reference();
        if (method.token() != null) {
            violations.add(new Violation("/method/token", "A payment at a desk has no token."));
        }
        if (reference == null ? method.type() == MethodType.TERMINAL : isNoReference(reference)) {
            violations.add(new Violation(
                    "/method/reference", "A terminal's reference has 1 to " + LONGEST_REFERENCE + " characters."));
        } else if (reference != null && CardNumbers.isIn(reference)) {
            violations.add(new Violation("/method/reference", CardCheck.WORDS));
        }
    }

    private static boolean isNoReference(String reference) {
        return reference.isBlank()
                || reference.length() > LONGEST_REFERENCE
                || reference.chars().anyMatch(Character::isISOControl);
    }

    private static void present(List<Violation> violations, String pointer, Object value) {
        if (value == null) {
            violations.add(new Violation(pointer, "This member is required."));
        }
    }

    /** 13 to 19 digits, also with spaces, dots or dashes between, that pass the Luhn check (ISO/IEC 7812-1, annex B). */
    static boolean isCardNumber(String text) {
        String digits = SEPARATORS.matcher(text).replaceAll("");
        return CARD_NUMBER.matcher(digits).matches() && luhnSum(digits) % 10 == 0;
    }

    private static int luhnSum(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int counted = i % 2 == 0 ? digit : digit * 2;
            sum += counted > 9 ? counted - 9 : counted;
        }
        return sum;
    }
}
