package io.ticketsafe.contract;

import io.ticketsafe.contract.events.EventOperations;
import io.ticketsafe.contract.events.VenueOperations;
import io.ticketsafe.contract.payments.PaymentOperations;
import io.ticketsafe.contract.reports.ReportOperations;
import io.ticketsafe.contract.tickets.HoldOperations;
import io.ticketsafe.contract.tickets.OrderOperations;
import io.ticketsafe.contract.tickets.SaleOperations;
import io.ticketsafe.contract.tickets.SeatMapOperations;
import io.ticketsafe.contract.tickets.TicketOperations;
import io.ticketsafe.contract.users.OrganizationOperations;
import io.ticketsafe.contract.users.UserOperations;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every bus operation there is, by address. */
public final class Operations {
    private static final Map<String, Field> CONSTANTS = Stream.of(
                    UserOperations.class,
                    OrganizationOperations.class,
                    VenueOperations.class,
                    EventOperations.class,
                    SaleOperations.class,
                    SeatMapOperations.class,
                    HoldOperations.class,
                    OrderOperations.class,
                    TicketOperations.class,
                    PaymentOperations.class,
                    ReportOperations.class,
                    Facts.class)
            .flatMap(holder -> Arrays.stream(holder.getFields()))
            .filter(field -> field.getType() == BusOperation.class)
            .collect(Collectors.toUnmodifiableMap(field -> valueOf(field).address(), Function.identity()));

    private static final Map<String, BusOperation<?, ?>> BY_ADDRESS = CONSTANTS.entrySet().stream()
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, constant -> valueOf(constant.getValue())));

    private Operations() {}

    public static Collection<BusOperation<?, ?>> all() {
        return BY_ADDRESS.values();
    }

    public static Optional<BusOperation<?, ?>> at(String address) {
        return Optional.ofNullable(BY_ADDRESS.get(address));
    }

    /** The constant that an operation is, for those who describe it. */
    public static Field constantOf(BusOperation<?, ?> operation) {
        return CONSTANTS.get(operation.address());
    }

    private static BusOperation<?, ?> valueOf(Field constant) {
        try {
            return (BusOperation<?, ?>) constant.get(null);
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException("operations are public constants", impossible);
        }
    }
}
