package io.ticketsafe.users.organization;

import io.ticketsafe.common.bus.Call;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.MemberRole;
import io.ticketsafe.contract.Role;
import io.ticketsafe.contract.ServiceFault;

/** Who may change whom: owners everybody, managers everybody who neither is nor becomes an owner. */
final class Authority {
    private Authority() {}

    /**
     * The role that the caller acts with; those who run the installation act as owners.
     *
     * @param role of the caller, null for a stranger, who gets NOT_FOUND
     */
    static MemberRole of(Call call, MemberRole role) {
        if (call.caller().is(Role.ADMIN) || call.caller().is(Role.SERVICE)) {
            return MemberRole.OWNER;
        }
        if (role == null) {
            throw ServiceFault.notFound("organisation");
        }
        return role;
    }

    /** FORBIDDEN unless the acting role may give this role, or take it away. */
    static void requireOver(MemberRole acting, MemberRole role) {
        boolean allowed = acting == MemberRole.OWNER || (acting == MemberRole.MANAGER && role != MemberRole.OWNER);
        if (!allowed) {
            throw forbidden();
        }
    }

    static void requireManager(MemberRole acting) {
        if (!MemberRole.MANAGERS.contains(acting)) {
            throw forbidden();
        }
    }

    private static ServiceFault forbidden() {
        return new ServiceFault(FaultCode.FORBIDDEN, "Your role in this organisation does not allow this.");
    }
}
