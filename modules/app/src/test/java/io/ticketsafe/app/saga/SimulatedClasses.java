package io.ticketsafe.app.saga;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Loads the compiled code of TicketSafe anew, with each question to the JDK's clock and chance turned into one to {@link
 * Nature}. The libraries, and how tokens are checked, stay as they are.
 */
final class SimulatedClasses extends ClassLoader {
    private static final String NATURE = "io/ticketsafe/app/saga/Nature";
    private static final int API = Opcodes.ASM9;

    /** Static calls: owner, name and descriptor, and the method of {@link Nature} that answers instead. */
    private static final Map<String, Target> STATIC = Map.of(
            "java/time/Instant.now()Ljava/time/Instant;", new Target("now", "()Ljava/time/Instant;"),
            "java/lang/System.nanoTime()J", new Target("nanoTime", "()J"),
            "java/lang/System.currentTimeMillis()J", new Target("currentTimeMillis", "()J"),
            "java/util/UUID.randomUUID()Ljava/util/UUID;", new Target("randomId", "()Ljava/util/UUID;"),
            "java/util/concurrent/ThreadLocalRandom.current()Ljava/util/concurrent/ThreadLocalRandom;",
                    new Target("random", "()Ljava/util/Random;"),
            "com/github/benmanes/caffeine/cache/Caffeine.newBuilder()Lcom/github/benmanes/caffeine/cache/Caffeine;",
                    new Target("cache", "()Lcom/github/benmanes/caffeine/cache/Caffeine;"));

    /** Calls of an object, which becomes the first argument. */
    private static final Map<String, Target> OF_OBJECTS = Map.of(
            "io/vertx/core/Future.timeout(JLjava/util/concurrent/TimeUnit;)Lio/vertx/core/Future;",
                    new Target(
                            "timeout",
                            "(Lio/vertx/core/Future;JLjava/util/concurrent/TimeUnit;)Lio/vertx/core/Future;"),
            "com/fasterxml/uuid/impl/TimeBasedEpochGenerator.generate()Ljava/util/UUID;",
                    new Target("nextId", "(Lcom/fasterxml/uuid/impl/TimeBasedEpochGenerator;)Ljava/util/UUID;"));

    private record Target(String name, String descriptor) {}

    SimulatedClasses() {
        super(SimulatedClasses.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!isOurs(name)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> known = findLoadedClass(name);
            return known != null ? known : define(name);
        }
    }

    private static boolean isOurs(String name) {
        return name.startsWith("io.ticketsafe.") && !name.startsWith("io.ticketsafe.dev.");
    }

    private static boolean keepsRealTime(String name) {
        return name.startsWith("io.ticketsafe.common.auth.") || name.equals("io.ticketsafe.app.saga.Nature");
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        try (InputStream file = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (file == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] compiled = file.readAllBytes();
            byte[] code = keepsRealTime(name) ? compiled : rewritten(compiled);
            return defineClass(name, code, 0, code.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] rewritten(byte[] compiled) {
        ClassReader reader = new ClassReader(compiled);
        ClassWriter writer = new ClassWriter(reader, 0);
        reader.accept(
                new ClassVisitor(API, writer) {
                    @Override
                    public MethodVisitor visitMethod(
                            int access, String name, String descriptor, String signature, String[] exceptions) {
                        return new Calls(super.visitMethod(access, name, descriptor, signature, exceptions));
                    }
                },
                0);
        return writer.toByteArray();
    }

    private static final class Calls extends MethodVisitor {
        Calls(MethodVisitor next) {
            super(API, next);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean ofInterface) {
            Target target = (opcode == Opcodes.INVOKESTATIC ? STATIC : OF_OBJECTS).get(owner + '.' + name + descriptor);
            if (target != null) {
                super.visitMethodInsn(Opcodes.INVOKESTATIC, NATURE, target.name(), target.descriptor(), false);
            } else if (owner.equals("java/util/concurrent/ThreadLocalRandom")) {
                super.visitMethodInsn(opcode, "java/util/Random", name, descriptor, false);
            } else {
                super.visitMethodInsn(opcode, owner, name, descriptor, ofInterface);
            }
        }

        @Override
        public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
            Object[] mine = arguments.clone();
            for (int i = 0; i < mine.length; i++) {
                mine[i] = mine[i] instanceof Handle handle ? rewritten(handle) : mine[i];
            }
            super.visitInvokeDynamicInsn(name, descriptor, bootstrap, mine);
        }

        private static Handle rewritten(Handle handle) {
            boolean ofClass = handle.getTag() == Opcodes.H_INVOKESTATIC;
            Target target =
                    (ofClass ? STATIC : OF_OBJECTS).get(handle.getOwner() + '.' + handle.getName() + handle.getDesc());
            return target == null
                    ? handle
                    : new Handle(Opcodes.H_INVOKESTATIC, NATURE, target.name(), target.descriptor(), false);
        }
    }
}
