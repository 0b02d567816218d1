SELECT
  *
FROM (
  SELECT
    "t4"."SOURCE",
    "t4"."VINTAGE",
    "t4"."INDICATOR",
    "t4"."COUNTERPART_AREA",
    "t4"."REF_AREA",
    "t4"."SEX",
    "t4"."AGE",
    "t4"."COMP_BREAKDOWN",
    "t4"."TIME_PERIOD",
    "t4"."OBS_VALUE",
    "t4"."UNIT_MEASURE",
    "t4"."OBS_STATUS",
    "t4"."LOWER",
    "t4"."UPPER",
    "t4"."COMMENT_OBS",
    "t4"."LATITUDE",
    "t4"."LONGITUDE"
  FROM (
    SELECT
      *
    FROM "observations" AS "t0"
    WHERE
      "t0"."INDICATOR" IN ('detections', 'deaths_missing')
      AND LIST_EXTRACT(STR_SPLIT(LIST_EXTRACT(STR_SPLIT("t0"."COMP_BREAKDOWN", '#'), 1), '.'), 1) IN (SELECT UNNEST($codes))
  ) AS "t4"
  SEMI JOIN "chosen" AS "t2"
    ON "t4"."SOURCE" = "t2"."SOURCE"
    AND "t4"."INDICATOR" = "t2"."INDICATOR"
    AND "t4"."VINTAGE" = "t2"."VINTAGE"
) AS "t5"
ORDER BY
  "t5"."INDICATOR" ASC,
  "t5"."TIME_PERIOD" ASC,
  "t5"."COMP_BREAKDOWN" ASC,
  "t5"."COUNTERPART_AREA" ASC,
  "t5"."REF_AREA" ASC
