package io.frostglass.admin;

import io.frostglass.admin.backup.BackupCommand;
import io.frostglass.admin.backup.RestoreCommand;
import io.frostglass.admin.certs.CertsCommand;
import io.frostglass.admin.doctor.DoctorCommand;
import io.frostglass.admin.upgrade.UpgradeCommand;
import io.frostglass.settings.TerseErrors;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `frostglass tokens`, `frostglass agent`, `frostglass topics`, `frostglass certs`, `frostglass doctor`,
/// `frostglass backup`, `frostglass restore`, `frostglass upgrade`.
@Command(
        name = "frostglass",
        mixinStandardHelpOptions = true,
        description = "Commands for operators.",
        subcommands = {
            TokensCommand.class,
            AgentCommand.class,
            TopicsCommand.class,
            CertsCommand.class,
            DoctorCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            UpgradeCommand.class
        })
final class AdminMain {

    private AdminMain() {}

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return TerseErrors.on(new CommandLine(new AdminMain())).setUsageHelpWidth(120);
    }
}
