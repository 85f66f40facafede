package io.ticketsafe.app.cli;

import io.ticketsafe.app.Logging;
import io.ticketsafe.common.config.ConfigException;
import io.ticketsafe.common.config.Names;
import io.ticketsafe.dev.FolderException;
import io.ticketsafe.dev.StoreException;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The program: reads the command line, runs a command, turns its end into an exit code. */
public final class Main {
    private static final int HELP_WIDTH = 100;

    private Main() {}

    public static void main(String[] arguments) {
        System.setProperty("vertx.logger-delegate-factory-class-name", "io.vertx.core.logging.SLF4JLogDelegateFactory");
        Logging.configureForStart();
        Lifecycle lifecycle = new Lifecycle();
        lifecycle.exit(commandLine(lifecycle).execute(arguments));
    }

    static CommandLine commandLine(Lifecycle lifecycle) {
        return new CommandLine(new RootCommand())
                .addSubcommand(new DevCommand(lifecycle))
                .addSubcommand(new RunCommand(lifecycle))
                .addSubcommand(new MigrateCommand())
                .addSubcommand(KeysCommand.line())
                .addSubcommand(ReportsCommand.line())
                .addSubcommand(new HelpCommand())
                .setUsageHelpWidth(HELP_WIDTH)
                .setParameterExceptionHandler((e, ignored) -> {
                    complain(e.getCommandLine(), e.getMessage() + suggestion(e) + " (see ./ticketsafe --help)");
                    return ExitCodes.WRONG_USAGE;
                })
                .setExecutionExceptionHandler((e, line, ignored) -> {
                    complain(line, describe(e));
                    return isWrongUsage(e) ? ExitCodes.WRONG_USAGE : ExitCodes.FAILED;
                });
    }

    private static String suggestion(ParameterException e) {
        if (!(e instanceof UnmatchedArgumentException unmatched)) {
            return "";
        }
        String wrong = unmatched.getUnmatched().get(0);
        CommandSpec command = e.getCommandLine().getCommandSpec();
        return Names.suggest(
                wrong,
                wrong.startsWith("-")
                        ? command.optionsMap().keySet()
                        : command.subcommands().keySet());
    }

    private static void complain(CommandLine line, String message) {
        line.getErr().println("ticketsafe: " + message.replaceAll("\\s*\\R\\s*", " "));
        line.getErr().flush();
    }

    /** What is not foreseen is a bug, or a store that is not there; its stack trace goes to the log, for who asks for it. */
    private static String describe(Exception e) {
        if (isWrongUsage(e) || e instanceof StoreException) {
            return e.getMessage();
        }
        LoggerFactory.getLogger(Main.class).atDebug().setCause(e).log("start failed");
        Throwable root = e;
        boolean migrating = false;
        while (root.getCause() != null && root.getCause() != root) {
            migrating |= root instanceof FlywayException;
            root = root.getCause();
        }
        if (migrating) {
            return "the schemas in PostgreSQL cannot be brought up to date: " + root.getMessage();
        }
        String message = String.valueOf(e.getMessage());
        return root == e || message.contains(String.valueOf(root.getMessage()))
                ? message
                : message + ": " + root.getMessage();
    }

    private static boolean isWrongUsage(Exception e) {
        return e instanceof UsageException || e instanceof ConfigException || e instanceof FolderException;
    }
}
