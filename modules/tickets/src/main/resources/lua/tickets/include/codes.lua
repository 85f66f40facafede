-- First member of every reply; io.ticketsafe.tickets.inventory.Outcome reads them.
local OK, NOT_LOADED, STALE, CLOSED = 0, 1, 2, 3
local NO_HOLD, LAPSED, WRONG_STATE, TOO_OLD, NOT_IN_HOLD = 4, 5, 6, 7, 8
local OTHER_REQUEST, OTHER_HOLDER = 9, 10
local PER_ORDER, PER_BUYER = 11, 12
local SEATS_TAKEN, NO_BLOCK, NO_STANDING = 13, 14, 15
local NO_CHANNEL, FOR_CHANGE = 16, 17
