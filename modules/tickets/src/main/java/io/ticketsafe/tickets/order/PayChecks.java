package io.ticketsafe.tickets.order;

import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.payments.PaymentOperations.Method;
import io.ticketsafe.contract.payments.PaymentOperations.MethodType;
import io.ticketsafe.contract.tickets.OrderOperations.PayOrder;

/** How an order may be paid; everything else is VALIDATION. */
final class PayChecks {
    private static final int LONGEST_TOKEN = 200;
    private static final int LONGEST_REFERENCE = 100;

    private PayChecks() {}

    static void require(PayOrder request) {
        if (request.orderId() == null) {
            throw ServiceFault.invalid("/orderId", "orderId is required.");
        }
        Method method = request.method();
        if (method == null || method.type() == null) {
            throw ServiceFault.invalid("/method", "method with its type is required.");
        }
        requireToken(method);
        requireReference(method);
    }

    private static void requireToken(Method method) {
        String token = method.token();
        if (method.type() == MethodType.CARD && (token == null || token.isBlank() || token.length() > LONGEST_TOKEN)) {
            throw ServiceFault.invalid(
                    "/method/token", "A card needs the provider's token, of at most " + LONGEST_TOKEN + " characters.");
        }
        if (token != null && !Texts.isOneLine(token)) {
            throw ServiceFault.invalid("/method/token", "A token has no control characters.");
        }
        if (method.type() != MethodType.CARD && token != null) {
            throw ServiceFault.invalid("/method/token", "Only a card has a token.");
        }
    }

    private static void requireReference(Method method) {
        String reference = method.reference();
        if (reference == null) {
            if (method.type() == MethodType.TERMINAL) {
                throw ServiceFault.invalid("/method/reference", "A terminal's payment has the reference on its slip.");
            }
            return;
        }
        if (!method.type().isAtDesk()) {
            throw ServiceFault.invalid("/method/reference", "Only a payment at a desk has a reference.");
        }
        if (reference.isBlank() || reference.length() > LONGEST_REFERENCE || !Texts.isOneLine(reference)) {
            throw ServiceFault.invalid(
                    "/method/reference", "A reference has 1 to " + LONGEST_REFERENCE + " characters in one line.");
        }
    }
}
