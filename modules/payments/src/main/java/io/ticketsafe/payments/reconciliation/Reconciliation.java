package io.ticketsafe.payments.reconciliation;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.MeterRegistry;
import io.ticketsafe.common.pg.Database;
import io.ticketsafe.payments.PaymentsConfig;
import io.ticketsafe.payments.payment.PaymentFlow;
import io.ticketsafe.payments.payment.PaymentRecord;
import io.ticketsafe.payments.provider.ChargePage;
import io.ticketsafe.payments.provider.Deadline;
import io.ticketsafe.payments.provider.ProviderAct;
import io.ticketsafe.payments.provider.ProviderUnavailable;
import io.ticketsafe.payments.provider.Providers;
import io.ticketsafe.payments.provider.Providers.Connected;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Compares what providers say of their recent charges with our payments, and looks for payments that they never list. A state
 * that we have missed is read again, which repairs it; what no machine may decide becomes a finding. A pass goes on at any
 * instance, page by page, and reads again what the one before found in disagreement.
 */
public final class Reconciliation {
    private static final Logger log = LoggerFactory.getLogger(Reconciliation.class);
    private static final int PAGE = 100;
    private static final long LONGEST_RUN_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final Providers providers;
    private final PaymentsConfig config;
    private final PassStore passes;
    private final FindingStore findings;
    private final OurBooks books;
    private final PageComparison comparison;
    private final SecondLook secondLook;
    private final ReconciliationMeters meters;

    public Reconciliation(
            Database database, PaymentFlow flow, Providers providers, MeterRegistry meters, PaymentsConfig config) {
        this.providers = requireNonNull(providers);
        this.config = requireNonNull(config);
        this.passes = new PassStore(database);
        this.findings = new FindingStore(database);
        this.books = new OurBooks(database);
        this.meters = new ReconciliationMeters(meters);
        this.comparison = new PageComparison(books, findings, flow, this.meters, config.providerBudget());
        this.secondLook = new SecondLook(findings, comparison);
    }

    /** Goes on with what is due, for a minute at most, and tells what is open. */
    public Future<Void> run() {
        Set<String> asked = providers.answering();
        var pauses = config.reconciliation();
        return passes.ensure(asked, pauses.overlap(), pauses.every())
                .compose(known -> passes.take(asked))
                .compose(pass -> pass == null ? Future.succeededFuture() : goOn(pass))
                .eventually(this::tell);
    }

    /** Compares the payment's charge at once, because the provider has news of it; fails with ProviderUnavailable. */
    public Future<Void> lookAt(PaymentRecord payment, Deadline deadline) {
        Connected at = providers.named(payment.provider());
        return secondLook.at(Pass.now(payment.provider()), at, payment.id(), payment.providerRef(), deadline);
    }

    public void close() {
        meters.close();
    }

    private Future<Void> tell() {
        return Future.all(findings.open(), passes.ageSeconds(providers.answering()))
                .onSuccess(told -> meters.tell(told.resultAt(0), told.resultAt(1)))
                .mapEmpty();
    }

    private Future<Void> goOn(Pass pass) {
        return pages(pass, System.nanoTime() + LONGEST_RUN_NANOS).recover(failure -> {
            boolean expected = failure instanceof ProviderUnavailable;
            log.atLevel(expected ? Level.INFO : Level.ERROR)
                    .setCause(expected ? null : failure)
                    .addKeyValue("provider", pass.provider())
                    .log("could not compare with the provider's charges; it will be tried again");
            return passes.rest(pass, config.reconciliation().every());
        });
    }

    private Future<Void> pages(Pass pass, long endNanos) {
        return list(pass)
                .compose(page -> comparison
                        .compare(pass, page.charges())
                        .compose(seen -> passes.page(pass, page.next(), seen.others(), seen.lookAgainFrom()))
                        .compose(ours -> {
                            if (!ours) {
                                return Future.succeededFuture();
                            }
                            if (page.next() == null) {
                                return finish(pass);
                            }
                            Pass next = pass.at(page.next());
                            return System.nanoTime() < endNanos
                                    ? pages(next, endNanos)
                                    : passes.rest(next, Duration.ZERO);
                        }));
    }

    private Future<ChargePage> list(Pass pass) {
        Connected at = providers.named(pass.provider());
        return at.gate()
                .call(
                        ProviderAct.LIST,
                        Deadline.inBackground(config.providerBudget()),
                        () -> at.provider().recent(pass.since(), pass.cursor(), PAGE));
    }

    private Future<Void> finish(Pass pass) {
        Connected at = providers.named(pass.provider());
        return books.unlisted(pass, config.recoverAfter())
                .compose(payments -> comparison
                        .lookFor(pass, at, payments)
                        .map(unconfirmed -> OurBooks.lookAgainFrom(payments, unconfirmed)))
                .compose(lookAgainFrom -> lookAgainFrom == null
                        ? Future.succeededFuture(true)
                        : passes.page(pass, null, 0, lookAgainFrom))
                .compose(done -> secondLook.atOpen(pass, at, config.providerBudget()))
                .compose(done -> passes.finish(
                        pass,
                        config.reconciliation().every(),
                        config.reconciliation().overlap()));
    }
}
