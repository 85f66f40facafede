package io.ticketsafe.tickets.inventory;

import io.ticketsafe.common.redis.Script;

/** The atomic acts on the inventory. */
public final class Scripts {
    public static final Script HOLD = load("hold");
    public static final Script GET = load("get");
    public static final Script RELEASE = load("release");
    public static final Script EXTEND = load("extend");
    public static final Script READ = load("read");
    static final Script BEGIN_ORDER = load("begin_order");
    static final Script KEEP_HOLD = load("keep_hold");
    static final Script CLAIM = load("claim");
    static final Script RECLAIM = load("reclaim");
    static final Script SETTLE = load("settle");
    static final Script LOAD_BEGIN = load("load_begin");
    static final Script LOAD_CLEAR = load("load_clear");
    static final Script LOAD_PART = load("load_part");
    static final Script LOAD_END = load("load_end");
    static final Script UNLOAD = load("unload");
    static final Script RULES = load("rules");
    static final Script REAP = load("reap");
    static final Script HOLDS = load("holds");
    static final Script MEND = load("mend");

    private Scripts() {}

    private static Script load(String name) {
        return Script.load("lua/tickets/" + name + ".lua");
    }
}
