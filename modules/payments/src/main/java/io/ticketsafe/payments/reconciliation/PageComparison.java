package io.ticketsafe.payments.reconciliation;

import static java.util.Objects.requireNonNull;

import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.payments.payment.PaymentFlow;
import io.ticketsafe.payments.payment.PaymentRecord;
import io.ticketsafe.payments.provider.ChargePage.ListedCharge;
import io.ticketsafe.payments.provider.ChargeState;
import io.ticketsafe.payments.provider.Deadline;
import io.ticketsafe.payments.provider.ProviderAct;
import io.ticketsafe.payments.provider.ProviderUnavailable;
import io.ticketsafe.payments.provider.Providers.Connected;
import io.ticketsafe.payments.reconciliation.FindingStore.Agreeing;
import io.ticketsafe.payments.reconciliation.OurBooks.Entry;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compares some charges with our payments, repairs what reading again repairs, and notes the rest. */
final class PageComparison {
    private static final Logger log = LoggerFactory.getLogger(PageComparison.class);
    private static final int AT_ONCE = 8;

    private final OurBooks books;
    private final FindingStore findings;
    private final PaymentFlow flow;
    private final ReconciliationMeters meters;
    private final Duration budget;

    PageComparison(
            OurBooks books, FindingStore findings, PaymentFlow flow, ReconciliationMeters meters, Duration budget) {
        this.books = requireNonNull(books);
        this.findings = requireNonNull(findings);
        this.flow = requireNonNull(flow);
        this.meters = requireNonNull(meters);
        this.budget = requireNonNull(budget);
    }

    /**
     * What a page had in it.
     *
     * @param others charges that other systems made
     * @param lookAgainFrom when the oldest payment was made that a later pass has to look at again; null for none
     */
    record Seen(int others, Instant lookAgainFrom) {}

    private record Differing(ListedCharge charge, Entry entry, Difference difference) {}

    Future<Seen> compare(Pass pass, List<ListedCharge> charges) {
        List<ListedCharge> ours =
                charges.stream().filter(charge -> charge.paymentId() != null).toList();
        int others = charges.size() - ours.size();
        List<UUID> ids = ours.stream().map(ListedCharge::paymentId).toList();
        return books.find(pass.provider(), ids).compose(entries -> {
            List<Agreeing> agreeing = new ArrayList<>();
            List<Differing> differing = new ArrayList<>();
            ours.forEach(charge -> sort(charge, entries.get(charge.paymentId()), agreeing, differing));
            meters.compared(agreeing.size(), differing.size(), others);
            return books.markListed(pass.provider(), known(ours, entries))
                    .compose(marked -> findings.resolve(pass.provider(), agreeing))
                    .compose(resolved -> inChunks(differing, one -> treat(pass, one)))
                    .map(unconfirmed -> new Seen(others, oldest(unconfirmed)));
        });
    }

    /** Payments whose own charge is among these. */
    private static List<UUID> known(List<ListedCharge> charges, Map<UUID, Entry> entries) {
        return charges.stream()
                .filter(charge -> !isOther(charge, entries.get(charge.paymentId())))
                .map(ListedCharge::paymentId)
                .toList();
    }

    private static boolean isOther(ListedCharge charge, Entry entry) {
        return entry != null && Difference.isOther(charge, entry.payment());
    }

    private static void sort(ListedCharge charge, Entry entry, List<Agreeing> agreeing, List<Differing> differing) {
        Difference.between(charge, entry == null ? null : entry.payment(), entry == null ? 0 : entry.requestedMinor())
                .ifPresentOrElse(
                        difference -> differing.add(new Differing(charge, entry, difference)),
                        () -> agreeing.add(new Agreeing(charge.paymentId(), charge.ref(), isOther(charge, entry))));
    }

    /** From when to look again; null when that is of no use. */
    private Future<Instant> treat(Pass pass, Differing found) {
        ListedCharge charge = found.charge();
        PaymentRecord payment = found.entry() == null ? null : found.entry().payment();
        Future<Instant> noted = repair(found.difference(), payment)
                .compose(repaired -> findings.note(
                        pass,
                        found.difference(),
                        charge.paymentId(),
                        charge.ref(),
                        charge.amount().currency(),
                        payment == null ? null : payment.capturedMinor() - payment.refundedMinor(),
                        charge.capturedMinor() - charge.refundedMinor()))
                .map(isNew -> isNew ? tell(pass, found.difference(), charge.paymentId(), charge.createdAt()) : null);
        return noted.recover(failure -> passOver(failure, charge.paymentId()));
    }

    private Future<?> repair(Difference difference, PaymentRecord payment) {
        return difference.isRepairable()
                ? flow.settle(payment, Deadline.inBackground(budget))
                        .recover(failure -> failure instanceof ProviderUnavailable
                                ? Future.succeededFuture(payment)
                                : passOver(failure, payment.id()))
                : Future.succeededFuture();
    }

    /** What goes wrong with one payment is told, and keeps the others from nothing; without our database all rests. */
    private static <T> Future<T> passOver(Throwable failure, UUID paymentId) {
        if (failure instanceof ServiceFault fault && fault.code() == FaultCode.UNAVAILABLE) {
            return Future.failedFuture(failure);
        }
        log.atError()
                .setCause(failure)
                .addKeyValue("paymentId", paymentId)
                .log("a payment cannot be compared; the others go on");
        return Future.succeededFuture();
    }

    /** Whether the provider, or our database, answers for no charge. */
    static boolean isOfAll(Throwable failure) {
        return failure instanceof ProviderUnavailable unavailable
                ? !unavailable.isOfOneCharge()
                : failure instanceof ServiceFault fault && fault.code() == FaultCode.UNAVAILABLE;
    }

    /** Asks for payments that were on no page; from when to look again, or null. */
    Future<Instant> lookFor(Pass pass, Connected at, List<PaymentRecord> payments) {
        return inChunks(payments, payment -> lookFor(pass, at, payment)).map(PageComparison::oldest);
    }

    private Future<Instant> lookFor(Pass pass, Connected at, PaymentRecord payment) {
        return at.gate()
                .call(
                        ProviderAct.READ,
                        Deadline.inBackground(budget),
                        () -> at.provider().read(payment.charge()))
                .recover(failure -> isOfAll(failure)
                        ? Future.failedFuture(failure)
                        : PageComparison.<ChargeState>passOver(failure, payment.id())
                                .map(new ChargeState.NotFound()))
                .compose(charge -> charge instanceof ChargeState.NotFound
                        ? missing(pass, payment)
                        : books.markListed(pass.provider(), List.of(payment.id()))
                                .compose(marked -> findings.resolve(
                                        pass.provider(),
                                        List.of(new Agreeing(payment.id(), payment.providerRef(), false))))
                                .map((Instant) null));
    }

    private Future<Instant> missing(Pass pass, PaymentRecord payment) {
        meters.compared(0, 1, 0);
        return findings.note(
                        pass,
                        Difference.MISSING_AT_PROVIDER,
                        payment.id(),
                        payment.providerRef(),
                        payment.amount().currency(),
                        payment.capturedMinor() - payment.refundedMinor(),
                        null)
                .map(isNew ->
                        isNew ? tell(pass, Difference.MISSING_AT_PROVIDER, payment.id(), payment.createdAt()) : null);
    }

    private static Instant tell(Pass pass, Difference difference, UUID paymentId, Instant lookAgainFrom) {
        log.atWarn()
                .addKeyValue("provider", pass.provider())
                .addKeyValue("paymentId", paymentId)
                .addKeyValue("difference", difference.sql())
                .log("a provider's books and ours differ; the next pass looks again");
        return lookAgainFrom;
    }

    private static Instant oldest(List<Instant> times) {
        return times.stream().min(Instant::compareTo).orElse(null);
    }

    /** Some at once, the next when those have ended; what is not null of what came of them. */
    private static <T> Future<List<Instant>> inChunks(List<T> all, Function<T, Future<Instant>> work) {
        Future<List<Instant>> done = Future.succeededFuture(new ArrayList<>());
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            List<T> chunk = all.subList(from, Math.min(all.size(), from + AT_ONCE));
            done = done.compose(before -> Future.all(chunk.stream().map(work).toList())
                    .map(ended -> {
                        for (int i = 0; i < ended.size(); i++) {
                            if (ended.<Instant>resultAt(i) != null) {
                                before.add(ended.resultAt(i));
                            }
                        }
                        return before;
                    }));
        }
        return done;
    }
}
