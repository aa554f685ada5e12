package io.plumbline.cli.vendor;

import io.plumbline.cli.command.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** All commands that are called by the name a vendor gave them. */
public enum VendorCommands {
  HB_MAPPER("hb_mapper", "Horizon's converter.", List.of(CheckApplet::new, MakeBinApplet::new)),
  HB_COMPILE("hb_compile", CompileApplet::new),
  HB_VERIFIER("hb_verifier", VerifierApplet::new),
  HB_MODEL_VERIFIER("hb_model_verifier", ModelVerifierApplet::new),
  HBDK_MODEL_VERIFIER("hbdk-model-verifier", ModuleVerifierApplet::new),
  HB_MODEL_INFO("hb_model_info", ModelInfoApplet::new),
  HB_MODEL_MODIFIER("hb_model_modifier", ModelModifierApplet::new),
  HB_PERF("hb_perf", PerfApplet::new),
  HB_EVAL_PREPROCESS("hb_eval_preprocess", EvalPreprocessApplet::new),
  HB_CONFIG_GENERATOR("hb_config_generator", ConfigGeneratorApplet::new),
  HMCT_DEBUGGER("hmct-debugger", DebuggerApplet::new),
  HRT_MODEL_EXEC("hrt_model_exec", BoardExecApplet::new),
  PULSAR(
      "pulsar",
      "AXera's tool chain.",
      List.of(
          PulsarBuildApplet::new,
          PulsarRunApplet::new,
          PulsarInfoApplet::new,
          PulsarVersionApplet::new,
          PulsarViewApplet::new,
          PulsarDebugApplet::new)),
  PULSAR2(
      "pulsar2",
      "AXera's second tool chain.",
      List.of(Pulsar2BuildApplet::new, Pulsar2RunApplet::new, PulsarVersionApplet::new)),
  RUN_JOINT("run_joint", RunJointApplet::new);

  private final String label;
  private final String description;
  private final List<Function<Plumb, Applet>> applets;

  VendorCommands(String label, Function<Plumb, Applet> applet) {
    this(label, "", List.of(applet));
  }

  /**
   * @param description of a program of several commands
   */
  VendorCommands(String label, String description, List<Function<Plumb, Applet>> applets) {
    this.label = label;
    this.description = description;
    this.applets = List.copyOf(applets);
  }

  /** The name of the vendor's program. */
  public String label() {
    return label;
  }

  /** Adds every command to the program. */
  public static void addTo(CommandLine program, Plumb plumb) {
    for (VendorCommands command : values()) {
      program.addSubcommand(command.label, command.line(plumb));
    }
    program.addSubcommand(new VendorsCommand());
  }

  private CommandLine line(Plumb plumb) {
    List<CommandLine> lines = applets.stream().map(applet -> line(applet.apply(plumb))).toList();
    if (lines.size() == 1) {
      return lines.getFirst();
    }
    CommandLine group = new CommandLine(new Group());
    group.getCommandSpec().usageMessage().description(description);
    for (CommandLine line : lines) {
      line.getCommandSpec().usageMessage().hidden(false);
      group.addSubcommand(line);
    }
    return group;
  }

  private static CommandLine line(Applet applet) {
    CommandLine line = new CommandLine(applet);
    applet.foreign().forEach(flag -> line.getCommandSpec().addOption(flag.option()));
    applet.fields().forEach(line.getCommandSpec()::addOption);
    if (line.getCommandSpec().options().stream().anyMatch(option -> option.arity().max() > 1)) {
      line.setUnmatchedOptionsAllowedAsOptionParameters(false);
    }
    return line;
  }

  /** What each command is, by name: a word or two. */
  static List<String> labels() {
    List<String> labels = new ArrayList<>();
    for (VendorCommands command : values()) {
      labels.add(command.label);
    }
    return labels;
  }

  /** A program that does nothing without a further word. */
  @Command(hidden = true, mixinStandardHelpOptions = true, versionProvider = Version.class)
  static final class Group implements Runnable {
    @Spec private CommandSpec spec;

    @Override
    public void run() {
      throw new ParameterException(
          spec.commandLine(),
          "a command is missing: " + String.join(" or ", spec.subcommands().keySet()));
    }
  }
}
