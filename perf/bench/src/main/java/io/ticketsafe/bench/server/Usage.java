package io.ticketsafe.bench.server;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** What a server has used so far: processor time, and for a JVM bytes allocated. Two readings make a difference. */
public final class Usage {
    private Usage() {}

    /** @param allocatedBytes by the threads that live at the time of the reading */
    public record Reading(long cpuNanos, long allocatedBytes) {
        public Reading minus(Reading before) {
            return new Reading(cpuNanos - before.cpuNanos, allocatedBytes - before.allocatedBytes);
        }

        public Reading plus(Reading other) {
            return new Reading(cpuNanos + other.cpuNanos, allocatedBytes + other.allocatedBytes);
        }
    }

    /** User and system time of a process. */
    public static long cpuNanos(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .map(Duration::toNanos)
                .orElseThrow(() -> new IllegalStateException("process " + pid + " is gone"));
    }

    /** Asks another JVM over its management interface, which costs it nothing between the readings. */
    public static final class Jvm {
        private static final String[] LONGS = {long[].class.getName()};

        private final long pid;
        private final MBeanServerConnection beans;
        private final ObjectName threads;

        public Jvm(long pid) {
            this.pid = pid;
            try {
                VirtualMachine machine = VirtualMachine.attach(String.valueOf(pid));
                String address = machine.startLocalManagementAgent();
                machine.detach();
                JMXConnector connector = JMXConnectorFactory.connect(new JMXServiceURL(address));
                this.beans = connector.getMBeanServerConnection();
                this.threads = new ObjectName("java.lang:type=Threading");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (AttachNotSupportedException | JMException e) {
                throw new IllegalStateException("process " + pid + " cannot be asked", e);
            }
        }

        public Reading read() {
            try {
                long[] ids = (long[]) beans.getAttribute(threads, "AllThreadIds");
                long[] bytes = (long[]) beans.invoke(threads, "getThreadAllocatedBytes", new Object[] {ids}, LONGS);
                long sum = 0;
                for (long count : bytes) {
                    sum += Math.max(0, count);
                }
                return new Reading(cpuNanos(pid), sum);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (JMException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
