package io.plumbline.pipeline.trial;

/**
 * One set of settings that was tried.
 *
 * @param seconds it took
 * @param taken whether it was better than all before it
 */
public record Trial(Rung rung, Tuning tuning, Outcome outcome, double seconds, boolean taken) {}
