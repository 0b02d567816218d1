SELECT
  *
FROM (
  SELECT
    "t8"."SOURCE",
    "t8"."VINTAGE",
    "t8"."INDICATOR",
    "t8"."COUNTERPART_AREA",
    "t8"."REF_AREA",
    "t8"."SEX",
    "t8"."AGE",
    "t8"."COMP_BREAKDOWN",
    "t8"."TIME_PERIOD",
    "t8"."OBS_VALUE",
    "t8"."UNIT_MEASURE",
    "t8"."OBS_STATUS",
    "t8"."LOWER",
    "t8"."UPPER",
    "t8"."COMMENT_OBS"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        *
      FROM "observations" AS "t1"
      WHERE
        "t1"."COUNTERPART_AREA" = '_T'
        AND "t1"."REF_AREA" = $place
        AND "t1"."INDICATOR" IN (SELECT UNNEST($codes))
    ) AS "t3"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        *
      FROM (
        SELECT
          *
        FROM "observations" AS "t1"
        WHERE
          "t1"."COUNTERPART_AREA" = '_Z'
          AND "t1"."REF_AREA" = $place
          AND "t1"."INDICATOR" IN (SELECT UNNEST($codes))
      ) AS "t4"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          *
        FROM "observations" AS "t1"
        WHERE
          "t1"."COUNTERPART_AREA" = $place
          AND "t1"."REF_AREA" IN ('_X', 'W0')
          AND "t1"."INDICATOR" IN (SELECT UNNEST($codes))
      ) AS "t5"
    ) AS "t6"
  ) AS "t8"
  SEMI JOIN "chosen" AS "t2"
    ON "t8"."SOURCE" = "t2"."SOURCE"
    AND "t8"."INDICATOR" = "t2"."INDICATOR"
    AND "t8"."VINTAGE" = "t2"."VINTAGE"
) AS "t9"
ORDER BY
  "t9"."INDICATOR" ASC,
  "t9"."SOURCE" ASC,
  "t9"."VINTAGE" ASC,
  "t9"."COUNTERPART_AREA" ASC,
  "t9"."REF_AREA" ASC,
  "t9"."SEX" ASC,
  "t9"."AGE" ASC,
  "t9"."COMP_BREAKDOWN" ASC,
  "t9"."TIME_PERIOD" ASC
