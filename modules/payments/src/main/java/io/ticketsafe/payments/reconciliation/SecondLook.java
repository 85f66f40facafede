package io.ticketsafe.payments.reconciliation;

import static java.util.Objects.requireNonNull;

import io.ticketsafe.payments.provider.Deadline;
import io.ticketsafe.payments.provider.ProviderAct;
import io.ticketsafe.payments.provider.ProviderUnavailable;
import io.ticketsafe.payments.provider.Providers.Connected;
import io.ticketsafe.payments.reconciliation.FindingStore.Found;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compares single charges, of whatever age: those about which something is open, and those that a provider has news of. */
final class SecondLook {
    private static final Logger log = LoggerFactory.getLogger(SecondLook.class);
    private static final int MOST_OPEN = 100;

    private final FindingStore findings;
    private final PageComparison comparison;

    SecondLook(FindingStore findings, PageComparison comparison) {
        this.findings = requireNonNull(findings);
        this.comparison = requireNonNull(comparison);
    }

    Future<Void> at(Pass pass, Connected at, UUID paymentId, String ref, Deadline deadline) {
        return at.gate()
                .call(ProviderAct.LIST, deadline, () -> at.provider().find(paymentId, ref))
                .compose(page -> comparison.compare(pass, page.charges()))
                .mapEmpty();
    }

    /** One after the other: they are few. */
    Future<Void> atOpen(Pass pass, Connected at, Duration budget) {
        return findings.unseen(pass, MOST_OPEN).compose(open -> {
            Future<Void> done = Future.succeededFuture();
            for (Found found : open) {
                done = done.compose(
                        before -> at(pass, at, found.paymentId(), found.ref(), Deadline.inBackground(budget))
                                .recover(failure -> passOver(failure, found)));
            }
            return done;
        });
    }

    private static Future<Void> passOver(Throwable failure, Found found) {
        boolean all = PageComparison.isOfAll(failure);
        if (!all) {
            log.atError()
                    .setCause(failure instanceof ProviderUnavailable ? null : failure)
                    .addKeyValue("paymentId", found.paymentId())
                    .addKeyValue("reason", failure.getMessage())
                    .log("a finding cannot be looked at again; it stays open");
        }
        return all ? Future.failedFuture(failure) : Future.succeededFuture();
    }
}
