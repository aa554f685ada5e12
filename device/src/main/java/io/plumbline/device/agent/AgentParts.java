package io.plumbline.device.agent;

/** What all connections share. */
record AgentParts(
    AgentLimits limits,
    Deadlines deadlines,
    ModuleStore store,
    WarmModules modules,
    MemoryBudget memory,
    Counters counters) {}
