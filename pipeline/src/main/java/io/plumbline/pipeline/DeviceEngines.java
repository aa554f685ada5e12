package io.plumbline.pipeline;

import io.plumbline.device.client.AgentAddress;
import io.plumbline.device.client.AgentEngine;
import io.plumbline.device.client.KnownAgents;
import io.plumbline.device.ssh.SshAddress;
import io.plumbline.device.ssh.SshBoard;
import io.plumbline.device.ssh.SshUser;
import io.plumbline.engine.ort.OrtForeignOps;
import io.plumbline.formats.ModelFormats;
import io.plumbline.formats.seal.MakerKey;
import io.plumbline.formats.source.ModelFiles;
import io.plumbline.runtime.compiled.CompiledExecutor;
import io.plumbline.runtime.module.ModuleExecutors;
import io.plumbline.runtime.module.ProgramModule;
import io.plumbline.tensor.BadConfigurationException;
import java.nio.file.Path;
import java.util.Optional;

/** Modules that run on other machines. */
final class DeviceEngines {
  private DeviceEngines() {}

  /**
   * Opens a module on a device.
   *
   * @param device as its user spelled it
   * @param file where the module was read
   * @param executor what shall run it there; empty leaves it to the device
   * @throws BadConfigurationException when the spelling is none of a device
   * @throws io.plumbline.tensor.EnvironmentException when the device cannot be reached
   */
  static ModuleExecutors.Opened open(
      String device, Path file, ProgramModule module, Optional<String> executor) {
    return device.startsWith(SshAddress.SCHEME)
        ? onBoard(SshAddress.parse(device), module, executor)
        : atAgent(device, file, executor);
  }

  private static ModuleExecutors.Opened onBoard(
      SshAddress address, ProgramModule module, Optional<String> executor) {
    if (executor.filter(name -> !name.equals(CompiledExecutor.NAME)).isPresent()) {
      throw new BadConfigurationException(
          "device.executor",
          address.board(),
          "a board without Java has native code alone, not the executor '%s'"
              .formatted(executor.get()),
          "leave --executor out");
    }
    return SshBoard.open(address, SshUser.current(), module.program(), new OrtForeignOps());
  }

  private static ModuleExecutors.Opened atAgent(
      String device, Path module, Optional<String> executor) {
    AgentAddress address = AgentAddress.parse(device).orElseThrow(() -> noAddress(device));
    KnownAgents agents = new KnownAgents(MakerKey.userFolder());
    AgentEngine engine = AgentEngine.open(address, agents, module, executor.orElse(""));
    return new ModuleExecutors.Opened(engine, engine.findings());
  }

  private static BadConfigurationException noAddress(String device) {
    boolean portless = AgentAddress.parse(device + ":" + AgentAddress.USUAL_PORT).isPresent();
    return new BadConfigurationException(
        "device.address",
        device,
        portless ? "the port is missing" : "is not the address of a device",
        portless
            ? "name the port too: MODULE@%s:%d, where 'plumb agent' listens if it was told no other"
                .formatted(device, AgentAddress.USUAL_PORT)
            : "name one as MODULE@HOST:PORT, where 'plumb agent' listens, or as"
                + " MODULE@ssh://USER@HOST");
  }

  /**
   * That a model which is none of integers was to run on a device.
   *
   * @throws io.plumbline.tensor.BadModelException when the file is no model at all
   */
  static BadConfigurationException noModule(ModelFiles files, String device) {
    ModelFormats.read(files);
    return new BadConfigurationException(
        "device.not-a-module",
        files.model().toString(),
        "is a float or fake-quantized model, which cannot run at " + device,
        "name a module or a quantized model, or leave the device out");
  }
}
