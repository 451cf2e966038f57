package jotkit.internal

import jotkit.ffi.Report

/** A failure on its way to the caller, without a stack trace of its own. */
internal class Reported(val report: Report) : RuntimeException(null, null, false, false)
