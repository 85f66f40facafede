package io.ticketsafe.common.bus;

import io.ticketsafe.contract.Role;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/**
 * Who a verified token says is calling.
 *
 * @param id of the user; null for nobody and for services
 * @param sessionId session that the token belongs to; null where there is none
 */
public record Caller(UUID id, Set<Role> roles, UUID sessionId, Instant expiresAt) {
    public static final Caller NOBODY = new Caller(null, Set.of(Role.ANYONE), null, Instant.MAX);

    public Caller {
        roles = Set.copyOf(roles);
    }

    public boolean is(Role role) {
        return roles.contains(role);
    }

    public boolean isAnyOf(Set<Role> allowed) {
        for (Role role : roles) {
            if (allowed.contains(role)) {
                return true;
            }
        }
        return false;
    }
}
