"""Reports read by the auditor (审核): uploaded, audited in the background, judged finding by finding, audited again."""
