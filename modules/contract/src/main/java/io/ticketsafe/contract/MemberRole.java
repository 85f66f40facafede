package io.ticketsafe.contract;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.EnumSet;
import java.util.Set;

/** What a member may do for an organisation. */
public enum MemberRole {
    /** Everything, also naming and removing members. */
    @JsonProperty("owner")
    OWNER,
    /** Venues, events, sales and members below owner. */
    @JsonProperty("manager")
    MANAGER,
    /** Sells: holds, orders and refunds for customers. */
    @JsonProperty("sales")
    SALES,
    /** Checks tickets in. */
    @JsonProperty("gate")
    GATE,
    /** Reads events and reports. */
    @JsonProperty("viewer")
    VIEWER;

    public static final Set<MemberRole> ANY = Set.copyOf(EnumSet.allOf(MemberRole.class));
    public static final Set<MemberRole> MANAGERS = Set.of(OWNER, MANAGER);
    public static final Set<MemberRole> SELLERS = Set.of(OWNER, MANAGER, SALES);
    public static final Set<MemberRole> GATES = Set.of(OWNER, MANAGER, GATE);
    public static final Set<MemberRole> REPORT_READERS = Set.of(OWNER, MANAGER, SALES, VIEWER);
}
