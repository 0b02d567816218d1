# Seconds that migest takes on the stocks in a folder (start.csv, end.csv, vital.csv, as `passerelle flows estimate`
# takes them): Rscript bench/peer_migest.R FOLDER. The last line of stdout is JSON. Exit 3 where migest is not installed.
if (!requireNamespace("migest", quietly = TRUE)) quit(status = 3)
folder <- commandArgs(trailingOnly = TRUE)[1]
table_of <- function(name) {
  read <- read.csv(file.path(folder, name), row.names = 1, check.names = FALSE)
  wide <- as.matrix(read)
  dimnames(wide) <- list(birth = rownames(read), por = colnames(read))
  wide
}
start <- table_of("start.csv")
end <- table_of("end.csv")
vital <- read.csv(file.path(folder, "vital.csv"), row.names = 1)
births <- setNames(vital$births, rownames(vital))
deaths <- setNames(vital$deaths, rownames(vital))
net <- colSums(end) - colSums(start) - births + deaths

seconds <- function(call) system.time(invisible(call()))[["elapsed"]]
demo <- function(...) migest::ffs_demo(start, end, births, deaths, ...)
found <- c(
  closed = seconds(function() demo()),
  independence = seconds(function() demo(stayer_assumption = FALSE)),
  others = seconds(function() {
    migest::ffs_diff(start, end, decrease = "zero")
    migest::ffs_diff(start, end, decrease = "return")
    migest::ffs_rates(start, end, M = sum(abs(net)))
    demo(match_birthplace_tot_method = "open-dr")
  })
)
found["six"] <- sum(found)
found["version"] <- as.character(utils::packageVersion("migest"))
cat(sprintf('{"closed": %s, "independence": %s, "six": %s, "version": "%s"}\n',
            found["closed"], found["independence"], found["six"], found["version"]))
