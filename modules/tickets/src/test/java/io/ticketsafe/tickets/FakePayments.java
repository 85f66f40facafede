package io.ticketsafe.tickets;

import io.ticketsafe.common.bus.Bus;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.payments.PaymentOperations;
import io.ticketsafe.contract.payments.PaymentOperations.Authorization;
import io.ticketsafe.contract.payments.PaymentOperations.AuthorizationState;
import io.ticketsafe.contract.payments.PaymentOperations.Authorize;
import io.ticketsafe.contract.payments.PaymentOperations.EntryKind;
import io.ticketsafe.contract.payments.PaymentOperations.Failure;
import io.ticketsafe.contract.payments.PaymentOperations.LedgerEntry;
import io.ticketsafe.contract.payments.PaymentOperations.LedgerOf;
import io.ticketsafe.contract.payments.PaymentOperations.MethodType;
import io.ticketsafe.contract.payments.PaymentOperations.NextAction;
import io.ticketsafe.contract.payments.PaymentOperations.OrderLedger;
import io.ticketsafe.contract.payments.PaymentOperations.Payment;
import io.ticketsafe.contract.payments.PaymentOperations.PaymentId;
import io.ticketsafe.contract.payments.PaymentOperations.PaymentStatus;
import io.ticketsafe.contract.payments.PaymentOperations.RefundPayment;
import io.ticketsafe.contract.payments.PaymentOperations.RefundState;
import io.ticketsafe.contract.payments.PaymentOperations.RefundStatus;
import io.ticketsafe.contract.payments.PaymentOperations.Share;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * A payments service of a few lines. The card's token says what happens: {@code approve}, {@code decline}, {@code poor},
 * {@code action}, {@code pending} (twice, then approved), {@code lost} (approved, but the first answer never comes).
 */
public final class FakePayments {
    private static final int PENDING_ANSWERS = 2;

    /** Whether payments can be reached at all. */
    public volatile boolean down;

    public volatile boolean captureDown;
    public volatile boolean captureRefused;
    public volatile RefundStatus refunds = RefundStatus.SUCCEEDED;
    public volatile boolean refundsDown;
    /** A payment of which nothing goes back. */
    public volatile UUID refusesRefundsOf;
    /** Whether the question for a ledger is never answered. */
    public volatile boolean ledgerSilent;

    /** Runs between the provider's yes and the answer to tickets. */
    public volatile Supplier<Future<Void>> beforeAuthorized = Future::succeededFuture;

    private final Map<UUID, Account> accounts = new ConcurrentHashMap<>();
    private final Set<UUID> refused = ConcurrentHashMap.newKeySet();
    private final Map<UUID, RefundPayment> refunded = new ConcurrentHashMap<>();

    /** One payment and where its money is. */
    public static final class Account {
        public final UUID paymentId;
        public final UUID orderId;
        public final Money amount;
        final MethodType method;
        final String token;
        /** Whose the money is; null: all of it is the organiser's. */
        public final List<Share> shares;

        final UUID organizationId;
        public volatile AuthorizationState state = AuthorizationState.PENDING;
        public volatile FaultCode failure;
        public volatile int asked;
        public volatile int captures;
        public volatile int voids;
        public volatile long refundedMinor;

        Account(Authorize request) {
            paymentId = request.paymentId();
            orderId = request.orderId();
            amount = request.amount();
            method = request.method().type();
            token = request.method().token();
            shares = request.shares();
            organizationId = request.organizationId();
        }

        long keptMinor() {
            return state == AuthorizationState.CAPTURED ? amount.amountMinor() - refundedMinor : 0;
        }
    }

    Future<Void> serve(Bus bus) {
        return Future.all(List.of(
                        bus.serve(PaymentOperations.AUTHORIZE, (request, call) -> authorize(request)),
                        bus.serve(PaymentOperations.CAPTURE, (request, call) -> capture(request)),
                        bus.serve(
                                PaymentOperations.STATE,
                                (request, call) -> Future.succeededFuture(answer(accounts.get(request.paymentId())))),
                        bus.serve(PaymentOperations.VOID, (request, call) -> voidPayment(request)),
                        bus.serve(PaymentOperations.REFUND, (request, call) -> refund(request)),
                        bus.serve(PaymentOperations.LEDGER_OF_ORDER, (request, call) -> ledgerOf(request)),
                        bus.serve(
                                PaymentOperations.GET,
                                (request, call) -> Future.succeededFuture(shown(accounts.get(request.paymentId()))))))
                .mapEmpty();
    }

    public Account account(UUID paymentId) {
        return accounts.get(paymentId);
    }

    /** The only payment of an order. */
    public Account of(UUID orderId) {
        return accounts.values().stream()
                .filter(account -> account.orderId.equals(orderId))
                .findFirst()
                .orElseThrow();
    }

    public long count(UUID orderId) {
        return accounts.values().stream()
                .filter(account -> account.orderId.equals(orderId))
                .count();
    }

    /** What the organiser has of an order in the end. */
    public long keptMinor(UUID orderId) {
        return accounts.values().stream()
                .filter(account -> account.orderId.equals(orderId))
                .mapToLong(Account::keptMinor)
                .sum();
    }

    /** How often the money of a refund was given back. */
    public int refundCount() {
        return refunded.size();
    }

    private Future<Authorization> authorize(Authorize request) {
        if (down) {
            throw unavailable();
        }
        if ("nobody".equals(request.method().token())) {
            throw new ServiceFault(FaultCode.METHOD_UNAVAILABLE, "No payment provider is switched on.");
        }
        Account account = accounts.computeIfAbsent(request.paymentId(), id -> new Account(request));
        account.asked++;
        if (account.state != AuthorizationState.PENDING) {
            return Future.succeededFuture(answer(account));
        }
        if (account.method.isAtDesk()) {
            account.state = AuthorizationState.CAPTURED;
            return Future.succeededFuture(answer(account));
        }
        String wish = account.method == MethodType.PIX ? "action" : account.token;
        switch (wish) {
            case "decline" -> fail(account, FaultCode.CARD_DECLINED);
            case "poor" -> fail(account, FaultCode.INSUFFICIENT_FUNDS);
            case "action" -> account.state = AuthorizationState.REQUIRES_ACTION;
            case "pending" ->
                account.state =
                        account.asked > PENDING_ANSWERS ? AuthorizationState.AUTHORIZED : AuthorizationState.PENDING;
            default -> account.state = AuthorizationState.AUTHORIZED;
        }
        if (wish.equals("acted")) {
            account.state = AuthorizationState.REQUIRES_ACTION;
            Authorization early = answer(account);
            account.state = AuthorizationState.AUTHORIZED;
            return beforeAuthorized.get().map(early);
        }
        if (wish.equals("lost")) {
            return Promise.<Authorization>promise().future();
        }
        return beforeAuthorized.get().map(done -> answer(account));
    }

    private static void fail(Account account, FaultCode code) {
        account.state = AuthorizationState.FAILED;
        account.failure = code;
    }

    private Future<Authorization> capture(PaymentId request) {
        Account account = accounts.get(request.paymentId());
        account.captures++;
        if (captureDown) {
            throw unavailable();
        }
        if (captureRefused) {
            fail(account, FaultCode.CARD_DECLINED);
            return Future.succeededFuture(answer(account));
        }
        if (account.state == AuthorizationState.AUTHORIZED) {
            account.state = AuthorizationState.CAPTURED;
        }
        if (account.state != AuthorizationState.CAPTURED) {
            throw ServiceFault.wrongState("There is nothing to capture.");
        }
        return Future.succeededFuture(answer(account));
    }

    private Future<Authorization> voidPayment(PaymentId request) {
        Account account = accounts.get(request.paymentId());
        if (account == null) {
            throw ServiceFault.notFound("payment");
        }
        account.voids++;
        account.state = AuthorizationState.VOIDED;
        return Future.succeededFuture(answer(account));
    }

    private Future<RefundState> refund(RefundPayment request) {
        if (refundsDown) {
            throw unavailable();
        }
        // As the real ones: what was refused stays refused.
        if (refunds == RefundStatus.FAILED || request.paymentId().equals(refusesRefundsOf)) {
            refused.add(request.refundId());
        }
        if (refused.contains(request.refundId())) {
            return Future.succeededFuture(
                    new RefundState(request.refundId(), request.paymentId(), RefundStatus.FAILED, request.amount()));
        }
        Account account = accounts.get(request.paymentId());
        if (account.keptMinor() < request.amount().amountMinor() && !refunded.containsKey(request.refundId())) {
            throw ServiceFault.wrongState("More than was captured.");
        }
        if (refunds == RefundStatus.SUCCEEDED && refunded.putIfAbsent(request.refundId(), request) == null) {
            account.refundedMinor += request.amount().amountMinor();
        }
        return Future.succeededFuture(
                new RefundState(request.refundId(), request.paymentId(), refunds, request.amount()));
    }

    /** What the money of an order was divided into, refunds as negative shares, as tickets has said it. */
    public Map<Share, Long> booked(UUID orderId) {
        Map<Share, Long> sums = new HashMap<>();
        accounts.values().stream()
                .filter(account -> account.orderId.equals(orderId) && account.state == AuthorizationState.CAPTURED)
                .forEach(account -> sharesOf(account, account.shares, account.amount)
                        .forEach(share -> sums.merge(key(share), share.amountMinor(), Long::sum)));
        refunded.values().stream()
                .filter(refund -> accounts.get(refund.paymentId()).orderId.equals(orderId))
                .forEach(refund -> sharesOf(accounts.get(refund.paymentId()), refund.shares(), refund.amount())
                        .forEach(share -> sums.merge(key(share), -share.amountMinor(), Long::sum)));
        return sums;
    }

    private static Share key(Share share) {
        return new Share(share.account(), share.party(), share.kind(), 0);
    }

    private static List<Share> sharesOf(Account account, List<Share> shares, Money amount) {
        return shares != null
                ? shares
                : List.of(new Share(
                        PaymentOperations.Account.ORGANIZER,
                        account.organizationId,
                        EntryKind.SALE,
                        amount.amountMinor()));
    }

    private Future<OrderLedger> ledgerOf(LedgerOf request) {
        if (ledgerSilent) {
            return Promise.<OrderLedger>promise().future();
        }
        List<LedgerEntry> entries = new ArrayList<>();
        for (Account account : accounts.values()) {
            if (account.orderId.equals(request.orderId()) && account.state == AuthorizationState.CAPTURED) {
                entries.add(
                        entry(account, null, EntryKind.SALE, PaymentOperations.Account.PROVIDER, null, account.amount));
                sharesOf(account, account.shares, account.amount)
                        .forEach(share -> entries.add(entry(
                                account,
                                null,
                                share.kind(),
                                share.account(),
                                share.party(),
                                new Money(-share.amountMinor(), account.amount.currency()))));
            }
        }
        refunded.forEach((id, refund) -> {
            Account account = accounts.get(refund.paymentId());
            if (account.orderId.equals(request.orderId())) {
                Money back = refund.amount().times(-1);
                entries.add(entry(account, id, EntryKind.REFUND, PaymentOperations.Account.PROVIDER, null, back));
                sharesOf(account, refund.shares(), refund.amount())
                        .forEach(share -> entries.add(entry(
                                account,
                                id,
                                share.kind() == EntryKind.SALE ? EntryKind.REFUND : share.kind(),
                                share.account(),
                                share.party(),
                                new Money(share.amountMinor(), account.amount.currency()))));
            }
        });
        return Future.succeededFuture(new OrderLedger(entries));
    }

    private static LedgerEntry entry(
            Account account, UUID refundId, EntryKind kind, PaymentOperations.Account of, UUID party, Money amount) {
        UUID group = refundId == null ? account.paymentId : refundId;
        Instant at = Instant.parse("2026-01-01T00:00:00Z");
        return new LedgerEntry(group, at, kind, of, party, amount, account.paymentId, refundId);
    }

    private static ServiceFault unavailable() {
        return ServiceFault.unavailable("The provider cannot be reached.", Duration.ofSeconds(1));
    }

    private static Authorization answer(Account account) {
        return new Authorization(account.state, account.failure, shown(account));
    }

    private static Payment shown(Account account) {
        PaymentStatus status = switch (account.state) {
            case PENDING, AUTHORIZED -> PaymentStatus.PENDING;
            case REQUIRES_ACTION -> PaymentStatus.REQUIRES_ACTION;
            case CAPTURED -> PaymentStatus.SUCCEEDED;
            case FAILED -> PaymentStatus.FAILED;
            case VOIDED -> PaymentStatus.CANCELED;
        };
        NextAction next = account.state == AuthorizationState.REQUIRES_ACTION
                ? new NextAction("pix", null, "000201", Instant.parse("2030-01-01T00:00:00Z"))
                : null;
        Failure failure = account.failure == null ? null : new Failure(account.failure, "The bank said no.");
        return new Payment(
                account.paymentId,
                account.orderId,
                status,
                account.amount,
                Money.zero(account.amount.currency()),
                account.method,
                next,
                failure,
                Instant.parse("2026-01-01T00:00:00Z"));
    }
}
