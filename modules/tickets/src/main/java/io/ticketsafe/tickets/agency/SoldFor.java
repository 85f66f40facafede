package io.ticketsafe.tickets.agency;

import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.ServiceFault.Violation;
import io.ticketsafe.contract.tickets.OrderOperations.Buyer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/**
 * For whom an agency holds and sells, or a box office.
 *
 * @param agencyId the agency or, for a box office, the organiser
 * @param countsFor stands for the customer in the cap per buyer
 * @param customer null for a stranger at a desk
 * @param pointOfSale whether it is sold at a desk
 */
public record SoldFor(UUID agencyId, UUID countsFor, Buyer customer, boolean pointOfSale) {

    /**
     * The customer whose name an order carries: what is said now completes what was said when holding, and must not
     * contradict it. VALIDATION.
     *
     * @param named null: nobody was named anew
     */
    public Buyer agreed(Buyer named) {
        if (named == null || customer == null) {
            return named == null ? customer : named;
        }
        List<Violation> violations = new ArrayList<>(0);
        Buyer agreed = new Buyer(
                agreed(Buyer::name, named, "name", violations),
                agreed(Buyer::email, named, "email", violations),
                agreed(Buyer::reference, named, "reference", violations));
        if (!violations.isEmpty()) {
            throw ServiceFault.invalid(violations);
        }
        return agreed;
    }

    private String agreed(Function<Buyer, String> member, Buyer named, String name, List<Violation> violations) {
        String held = member.apply(customer);
        String said = member.apply(named);
        if (held == null || said == null) {
            return held == null ? said : held;
        }
        if (!Customers.folded(held).equals(Customers.folded(said))) {
            violations.add(new Violation("/buyer/" + name, "The hold is on behalf of somebody else."));
        }
        return held;
    }
}
